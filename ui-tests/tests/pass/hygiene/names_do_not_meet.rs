//! The names of an expansion and those of the user never meet, whichever comes first.

#![deny(unused)]

use memscope::{scope, scoped};

fn main() {
    let (lent, budget, end, region, site, parent) = (1, 2, 3, 4, 5, 6);
    scope!(cx);
    scope!(lent_to in cx, name = "lent", limit = 1024 * budget);
    assert_eq!((lent, budget, end, region, site, parent), (1, 2, 3, 4, 5, 6));
    lent_to.alloc(lent);

    let cx = *cx.alloc(7);
    assert_eq!(cx, 7);
    scope!(r#type);
    assert_eq!(r#type.name(), "type");
    scope!(self_, name = "self");
    assert_eq!(self_.name(), "self");

    scope!(x);
    let outer = x;
    scope!(x in outer);
    scope!(x in x, limit = { let x = 64; x });
    assert_eq!(*x.alloc(1) + *outer.alloc(2), 3);
    assert_eq!(named(1, 2), 3);
}

#[scoped(tmp, limit = usize::try_from(lent).unwrap() * 64)]
fn named(lent: u32, budget: u32) -> u32 {
    *tmp.alloc(lent + budget)
}
