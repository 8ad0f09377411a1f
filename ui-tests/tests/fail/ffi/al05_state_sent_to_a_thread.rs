use memscope::{MemCx, ffi, scope};

/// An object of a C library, in a scope; its author thinks that it may be on any thread.
struct State<'mcx> {
    address: usize,
    _cx: MemCx<'mcx>,
}

impl<'mcx> State<'mcx> {
    fn new(cx: MemCx<'mcx>) -> Self {
        // SAFETY: the object goes with the scope, whose handle the result holds.
        let raw = unsafe { ffi::malloc(ffi::context(cx), 100) };
        State { address: raw.expose_provenance(), _cx: cx }
    }
}

fn needs_send<T: Send>(_: T) {}

fn main() {
    scope!(cx);
    let state = State::new(cx);
    assert_ne!(state.address, 0);
    needs_send(state);
}
