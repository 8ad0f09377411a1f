//! Methods with every receiver, associated functions, trait methods and default methods.

use memscope::{MemCx, scope, scoped};
use std::rc::Rc;

#[derive(Default)]
struct Counter {
    total: usize,
}

impl Counter {
    #[scoped]
    fn new(text: &str) -> Self {
        Self { total: cx.alloc_str(text).len() }
    }

    #[scoped(tmp)]
    fn add(&mut self, text: &str) -> &mut Self {
        self.total += tmp.alloc_str(text).len();
        self
    }

    #[scoped]
    fn shared(self: Rc<Self>) -> usize {
        *cx.alloc(self.total)
    }

    #[scoped]
    fn into_total(mut self) -> usize {
        self.total += *cx.alloc(1);
        self.total
    }

    fn label<'mcx>(&self, cx: MemCx<'mcx>) -> &'mcx str {
        scope!(tmp in cx);
        cx.alloc_str(tmp.alloc_fmt(format_args!("{} bytes", self.total)))
    }
}

trait Measure {
    fn text(&self) -> &str;

    #[scoped]
    fn measure(&self) -> usize {
        cx.alloc_str(self.text()).len()
    }
}

impl Measure for str {
    #[scoped(cx, name = "measure")]
    fn text(&self) -> &str {
        assert_eq!(cx.name(), "measure");
        self
    }
}

impl Drop for Counter {
    #[scoped]
    fn drop(&mut self) {
        self.total = *cx.alloc(0);
    }
}

fn main() {
    let mut counter = Counter::new("four");
    counter.add("and").add("three");
    scope!(cx);
    assert_eq!(counter.label(cx), "12 bytes");
    assert_eq!(Rc::new(Counter::new("x")).shared(), 1);
    assert_eq!(counter.into_total(), 13);
    assert_eq!("text".measure(), 4);
}
