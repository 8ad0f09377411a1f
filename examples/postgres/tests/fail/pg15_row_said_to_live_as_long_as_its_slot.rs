use memscope::{Keepable, MemCx, MemVec};
use memscope_postgres::{Error, Lifetime, Slot, slot};

#[derive(Keepable)]
struct Notes<'slot>(MemVec<'slot, &'slot str>);

static NOTES: Slot<Notes<'static>> = Slot::new(c"notes", Lifetime::Session);

fn open<'slot>(home: MemCx<'slot>) -> Result<Notes<'slot>, Error> {
    Ok(Notes(home.vec()))
}

fn note<'slot, 'cx: 'slot>(notes: &mut Notes<'slot>, _: MemCx<'slot>, cx: MemCx<'cx>, text: &str) -> i64 {
    notes.0.push(cx.alloc_str(text));
    0
}

slot! { fn note_it(text) = note, in NOTES: open; }

fn main() {}
