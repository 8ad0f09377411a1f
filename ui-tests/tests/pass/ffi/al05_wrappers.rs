//! What a wrapper of a C library's object may do.

use memscope::{Keepable, Kept, MemCx, ffi, scope, scoped};
use std::ffi::c_void;

/// An object of a C library, in a scope; it can be the root of an owner.
#[derive(Keepable)]
struct State<'mcx> {
    raw: *mut c_void,
    cx: MemCx<'mcx>,
}

impl<'mcx> State<'mcx> {
    fn new(cx: MemCx<'mcx>) -> Option<Self> {
        // SAFETY: the object goes with the scope, whose handle the result holds.
        let raw = unsafe { ffi::zlib_alloc(ffi::context(cx), 10, 10) };
        (!raw.is_null()).then_some(State { raw, cx })
    }

    fn grow(&mut self) -> bool {
        // SAFETY: the object is a block of this scope, which is open.
        let raw = unsafe { ffi::realloc(ffi::context(self.cx), self.raw, 1000) };
        self.raw = if raw.is_null() { self.raw } else { raw };
        !raw.is_null()
    }
}

/// A library that holds more than memory is closed when the wrapper is dropped: before the scope ends.
impl Drop for State<'_> {
    fn drop(&mut self) {
        // SAFETY: as above; it is in nobody's use from now on.
        unsafe { ffi::free(ffi::context(self.cx), self.raw) };
    }
}

#[scoped(tmp in cx, recycle)]
fn in_a_callers_scope<'mcx>(cx: MemCx<'mcx>) -> Option<State<'mcx>> {
    let mut scratch = State::new(tmp)?;
    assert!(scratch.grow());
    State::new(cx)
}

fn main() {
    scope!(cx, recycle);
    let mut states = vec![in_a_callers_scope(cx).unwrap(), State::new(cx).unwrap()];
    assert!(states.iter_mut().all(State::grow));
    let mut moved = Box::new(Kept::<State<'static>>::new(|cx| State::new(cx).unwrap()));
    assert!(moved.with_mut(|state, _| state.grow()));
    let table = ffi::Table::new(cx);
    let copies = [table, table];
    std::mem::drop(copies);
}
