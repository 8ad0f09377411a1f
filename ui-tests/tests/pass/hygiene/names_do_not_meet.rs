//! The names of an expansion and those of the user never meet, whichever comes first.

#![deny(unused)]

use memscope::source::Source;
use memscope::{MemCx, scope, scoped};

/// Arguments that are called like what they are for.
fn options(source: &dyn Source, supply: &dyn Source, limit: usize) -> usize {
    const INLINE: usize = 64;
    let (inline, recycler, recycle) = (1, 2, 3);
    scope!(recycler_, inline = INLINE, recycle, limit = limit * inline);
    scope!(source_, from = if recycle > recycler { source } else { supply }, limit = inline + recycler);
    scope!(supply, from = supply, inline = INLINE, recycle);
    scope!(recycler in supply, recycle, limit = recycler);
    scope!(recycler in recycler, recycle, limit = recycle);
    source_.name().len() + recycler_.name().len() + recycler.name().len() + supply.name().len()
}

fn main() {
    let _ = options;
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

    // The hidden local that lends a parent's window is called like the parent.
    let (budget, parent) = (outer, outer);
    scope!(y in budget, limit = 64);
    scope!(z in r#type, limit = 64);
    scope!(parent in parent, limit = 64);
    assert_eq!(*y.alloc(1) + *z.alloc(2) + *parent.alloc(3) + outer.four(), 10);
    assert_eq!(named(1, 2), 3);
}

trait Four {
    fn four(self) -> u32;
}

impl Four for MemCx<'_> {
    fn four(self) -> u32 {
        scope!(tmp in self, limit = 64);
        *tmp.alloc(4)
    }
}

#[scoped(tmp, limit = usize::try_from(lent).unwrap() * 64)]
fn named(lent: u32, budget: u32) -> u32 {
    *tmp.alloc(lent + budget)
}
