use memscope::{Keepable, Kept};

#[derive(Keepable)]
#[memscope('mcx)]
struct Inner<'outer, 'mcx>(&'outer str, &'mcx str);

#[derive(Keepable)]
struct Outer<'mcx>(Option<Kept<Inner<'mcx, 'static>>>);

fn main() {
    let inner = {
        let mut outer: Kept<Outer<'static>> = Kept::new(|cx| {
            let text = cx.alloc_str("of the outer");
            Outer(Some(Kept::new(|cx| Inner(text, cx.alloc_str("of the inner")))))
        });
        outer.with_mut(|outer, _| outer.0.take())
    };
    inner.unwrap().with(|inner| println!("{} {}", inner.0, inner.1));
}
