use memscope::{Carried, Keepable, MemCx, ffi, scope};
use std::ffi::c_void;

/// An object of a C library, in a scope.
#[derive(Keepable, Carried)]
struct State<'mcx> {
    raw: *mut c_void,
    cx: MemCx<'mcx>,
}

fn main() {
    scope!(cx);
    let state = cx.transaction::<State<'static>, ()>(|tx, _| {
        // SAFETY: the object goes with the scope, whose handle the result holds.
        let raw = unsafe { ffi::malloc(ffi::context(tx), 100) };
        Ok(State { raw, cx: tx })
    });
    assert!(state.is_ok());
}
