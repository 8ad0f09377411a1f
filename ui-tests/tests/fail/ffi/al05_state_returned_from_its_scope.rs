use memscope::{MemCx, ffi, scope};
use std::ffi::c_void;

/// An object of a C library, in a scope.
struct State<'mcx> {
    raw: *mut c_void,
    _cx: MemCx<'mcx>,
}

impl<'mcx> State<'mcx> {
    fn new(cx: MemCx<'mcx>) -> Self {
        // SAFETY: the object goes with the scope, whose handle the result holds.
        let raw = unsafe { ffi::malloc(ffi::context(cx), 100) };
        State { raw, _cx: cx }
    }

    fn run(&mut self) {
        assert!(!self.raw.is_null());
    }
}

fn main() {
    let mut state = {
        scope!(cx);
        State::new(cx)
    };
    state.run();
}
