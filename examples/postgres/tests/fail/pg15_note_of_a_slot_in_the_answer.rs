use memscope::{Keepable, MemCx};
use memscope_postgres::{Error, Lifetime, Slot, slot};

#[derive(Keepable)]
struct Note<'slot>(&'slot str);

static NOTE: Slot<Note<'static>> = Slot::new(c"note", Lifetime::Transaction);

fn open<'slot>(_: MemCx<'slot>) -> Result<Note<'slot>, Error> {
    Ok(Note(""))
}

fn note<'cx>(note: &mut Note<'_>, _: MemCx<'_>, _: MemCx<'cx>) -> &'cx str {
    note.0
}

slot! { fn note_it() = note, in NOTE: open; }

fn main() {}
