//! Values that outlive a call, in contexts of their own.

use memscope::{Keepable, MemCx, MemVec};
use memscope_postgres::{Answer, Error, Failure, Lifetime, Slot, entry, slot, sys};

use crate::witness::Witness;

#[derive(Keepable)]
struct Notes<'slot>(MemVec<'slot, &'slot str>);

fn open<'slot>(home: MemCx<'slot>) -> Result<Notes<'slot>, Error> {
    home.try_adopt(Witness)?;
    Ok(Notes(home.vec()))
}

/// How many notes there are with this one. The note `panic` panics when it is dropped.
fn note<'slot>(notes: &mut Notes<'slot>, home: MemCx<'slot>, _: MemCx<'_>, text: &str) -> Result<i64, Error> {
    if text == "panic" {
        home.try_defer(|| panic!("in a destructor"))?;
    }
    notes.0.try_push(home.try_alloc_str(text)?)?;
    Ok(notes.0.len() as i64)
}

fn recall<'cx>(notes: &mut Notes<'_>, _: MemCx<'_>, cx: MemCx<'cx>, n: i64) -> Result<Option<&'cx str>, Error> {
    let Some(note) = usize::try_from(n).ok().and_then(|n| notes.0.get(n)) else { return Ok(None) };
    Ok(Some(cx.try_alloc_str(note)?))
}

static SESSION: Slot<Notes<'static>> = Slot::new(c"memscope session", Lifetime::Session);
static TRANSACTION: Slot<Notes<'static>> = Slot::new(c"memscope transaction", Lifetime::Transaction);

slot! {
    fn ms_remember(text) = note, in SESSION: open;
    fn ms_recall(n) = recall, in SESSION: open;
    fn ms_note(text) = note, in TRANSACTION: open;
}
slot! { fn ms_forget() ends SESSION; }

// What C code may do with a context that it knows: from now on it ends with the transaction.
entry! { ms_hand_over, |call| {
    // SAFETY: nothing here has a destructor; the context is a child of the session's own.
    unsafe {
        let context = SESSION.context();
        if !context.is_null() {
            sys::MemoryContextSetParent(context, sys::CurTransactionContext);
        }
        call.finish((!context.is_null()).answer(&call).map_err(Failure::from))
    }
}}
