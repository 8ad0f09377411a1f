use memscope::{Family, Keepable, Kept};
use std::cell::Cell;

struct Slot<'mcx>(Cell<&'mcx str>);

impl Family for Slot<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Slot<'_> {
    type At = Slot<'m>;
}

fn fill(kept: &Kept<Slot<'static>>, text: &str) {
    kept.with(|slot| slot.0.set(text));
}

fn main() {
    fill(&Kept::new(|_| Slot(Cell::new(""))), "text");
}
