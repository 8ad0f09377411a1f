//! Which of several keepers comes first: the one that outlives the others.

use memscope::{Kept, MemCx, keep, scope, scoped};

#[scoped]
fn nested<'a: 'b, 'b>(a: MemCx<'a>, b: MemCx<'b>) -> &'a mut u32 {
    let list = b.vec::<u32>();
    #[keep(with = (a, list, cx))]
    let kept = 7;
    kept
}

#[scoped(inner in outer)]
fn stored<'a: 'x, 'x>(outer: MemCx<'a>, x: MemCx<'x>) -> &'x mut u32 {
    #[keep(with = x, using = outer)]
    let kept = *inner.alloc(7);
    kept
}

fn main() {
    scope!(a);
    scope!(b in a);
    assert_eq!(*nested(a, b), *stored(a, b));

    let one: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(1));
    let other: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(2));
    let counted = keep!(std::string::String::from("both"), with = (one, other), counted);
    drop((one, other));
    assert_eq!(counted.with(|text| text.len()), 4);
}
