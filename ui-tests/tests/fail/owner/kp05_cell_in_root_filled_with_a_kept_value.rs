use memscope::{Family, Keepable, Kept};
use std::cell::Cell;

struct Slot<'mcx>(Cell<Option<&'mcx u8>>);

impl Family for Slot<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Slot<'_> {
    type At = Slot<'m>;
}

fn fill(kept: &Kept<Slot<'static>>) {
    kept.with(|slot| slot.0.set(Some(kept.keep(1))));
}

fn main() {
    fill(&Kept::new(|_| Slot(Cell::new(None))));
}
