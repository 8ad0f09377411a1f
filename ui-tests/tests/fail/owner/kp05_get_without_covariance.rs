use memscope::{Family, Keepable, Kept};
use std::cell::Cell;

struct Slot<'mcx>(Cell<&'mcx str>);

impl Family for Slot<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Slot<'_> {
    type At = Slot<'m>;
}

fn main() {
    let kept: Kept<Slot<'static>> = Kept::new(|_| Slot(Cell::new("")));
    kept.get().0.set("text");
}
