//! Values that outlive a call: those of a session, and those of a transaction.

use std::cell::Cell;
use std::ffi::CStr;
use std::ptr;

use memscope::{At, Keepable, MemCx, with_scope_on};

use crate::call::{Call, Reply};
use crate::error::{Error, Failure, caught};
use crate::resident::Resident;
use crate::sys;

/// Exports functions that work on a [`Slot`]: `slot! { fn name(argument, …) = function, in SLOT: open; }`.
///
/// `open` builds the value, if there is none, in the slot's own context. The function gets the value, the handle of its
/// context, and the handle of the call, then SQL's arguments:
///
/// ```no_run
/// use memscope::{Keepable, MemCx, MemVec};
/// use memscope_postgres::{Error, Lifetime, Slot, slot};
///
/// #[derive(Keepable)]
/// struct Notes<'slot>(MemVec<'slot, &'slot str>);
///
/// static NOTES: Slot<Notes<'static>> = Slot::new(c"notes", Lifetime::Session);
///
/// fn open<'slot>(home: MemCx<'slot>) -> Result<Notes<'slot>, Error> {
///     Ok(Notes(home.vec()))
/// }
///
/// fn note<'slot>(notes: &mut Notes<'slot>, home: MemCx<'slot>, _: MemCx<'_>, text: &str) -> Result<i64, Error> {
///     notes.0.try_push(home.try_alloc_str(text)?)?;
///     Ok(notes.0.len() as i64)
/// }
///
/// slot! { fn note_it(text) = note, in NOTES: open; }
/// ```
///
/// `slot! { fn name() ends SLOT; }` exports one that frees the value and its context, and tells whether there was one.
#[macro_export]
macro_rules! slot {
    ($(fn $name:ident($($arg:ident),*) = $function:path, in $slot:ident: $open:path;)+) => {
        $($crate::entry! { $name, |call| {
            // SAFETY: a plain frame, up to its end.
            let ready = unsafe { $slot.ready() };
            $(
                // SAFETY: a plain frame still; the types are those that SQL was told.
                let $arg = unsafe { call.argument() };
            )*
            let reply = ready.with(&call, $open, |value, home, cx| {
                $crate::Answer::answer($function(value, home, cx, $($arg),*), &call)
            });
            // SAFETY: the same.
            unsafe { call.finish(reply) }
        }})+
    };
    (fn $name:ident() ends $slot:ident;) => {
        $crate::entry! { $name, |call| {
            // SAFETY: a plain frame.
            let was = unsafe { $slot.end() };
            let reply = call.run(true, |_| $crate::Answer::answer(was, &call));
            // SAFETY: the same.
            unsafe { call.finish(reply) }
        }}
    };
}

/// How long the value of a [`Slot`] lives, if nobody ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as the connection: a child of `TopMemoryContext`. The server frees it with the process, without a callback, so
    /// that destructors do not run then.
    Session,
    /// To the end of the transaction, or of the subtransaction if that is rolled back: a child of `CurTransactionContext`.
    Transaction,
}

/// A place for one value in a memory context of its own, which a server's process has once.
pub struct Slot<F: for<'m> Keepable<'m> + 'static> {
    resident: Cell<*mut Resident<F>>,
    name: &'static CStr,
    lifetime: Lifetime,
}

// SAFETY: all that reaches the cell is called by the server, on its one thread.
unsafe impl<F: for<'m> Keepable<'m> + 'static> Sync for Slot<F> {}

impl<F: for<'m> Keepable<'m> + 'static> Slot<F> {
    /// A place in which there is nothing. `name` is what `pg_backend_memory_contexts` calls the context.
    #[must_use]
    pub const fn new(name: &'static CStr, lifetime: Lifetime) -> Self {
        Self { resident: Cell::new(ptr::null_mut()), name, lifetime }
    }

    /// The slot's context, which is made if there is none.
    ///
    /// # Safety
    /// In a plain frame.
    pub unsafe fn ready(&'static self) -> Ready<F> {
        if self.resident.get().is_null() {
            // SAFETY: by contract; there always are these two.
            unsafe {
                let parent = match self.lifetime {
                    Lifetime::Session => sys::TopMemoryContext,
                    Lifetime::Transaction => sys::CurTransactionContext,
                };
                Resident::create(parent, self.name, &raw const self.resident);
            }
        }
        Ready(self.resident.get())
    }

    /// Frees the value and its context. Whether there was one.
    ///
    /// # Safety
    /// In a plain frame.
    pub unsafe fn end(&self) -> bool {
        let resident = self.resident.get();
        if resident.is_null() {
            return false;
        }
        // SAFETY: by contract; the callback clears the slot.
        unsafe { sys::MemoryContextDelete(Resident::context(resident)) };
        true
    }

    /// The slot's context, for what only the server can do with it. Null if there is none.
    ///
    /// # Safety
    /// In a plain frame.
    #[must_use]
    pub unsafe fn context(&self) -> sys::MemoryContext {
        // SAFETY: what is not null is a resident.
        unsafe { self.resident.get().as_mut().map_or(ptr::null_mut(), |resident| Resident::context(resident)) }
    }
}

/// A slot with a context, for the rest of a call.
pub struct Ready<F: for<'m> Keepable<'m> + 'static>(*mut Resident<F>);

impl<F: for<'m> Keepable<'m> + 'static> Ready<F> {
    /// Calls `f` with the value, which is built first if there is none.
    pub fn with(
        self,
        call: &Call,
        open: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, Error>,
        f: impl for<'m, 'cx> FnOnce(&mut At<'m, F>, MemCx<'m>, MemCx<'cx>) -> Result<Reply, Error>,
    ) -> Result<Reply, Failure> {
        // SAFETY: the context cannot end while Rust code runs, which does not call what could end it; nor can it reach the
        // value in another way.
        caught(|| unsafe {
            if Resident::owner(self.0).is_none() {
                Resident::build(self.0, open)?;
            }
            let Some(owner) = Resident::owner(self.0) else { return Ok(Reply::NULL) };
            owner.with_mut(|value, home| with_scope_on(call.memory(true), |cx| f(value, home, cx)))
        })
    }
}
