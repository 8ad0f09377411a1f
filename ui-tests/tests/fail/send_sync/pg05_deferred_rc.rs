use memscope::scope;
use std::rc::Rc;

fn main() {
    scope!(cx);
    let count = Rc::new(7);
    cx.defer(move || println!("{count}"));
}
