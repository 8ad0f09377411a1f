use memscope::{Keepable, MemCx, scope};
use std::thread::{self, ThreadId};

/// A safe interface that makes anything `Send`: on another thread it panics.
struct SendWrapper<T> {
    value: T,
    thread: ThreadId,
}

// SAFETY: the value is seen on its own thread only, and has no destructor.
unsafe impl<T: Copy> Send for SendWrapper<T> {}

impl<T: Copy> SendWrapper<T> {
    fn new(value: T) -> Self {
        Self { value, thread: thread::current().id() }
    }

    fn get(&self) -> T {
        assert_eq!(self.thread, thread::current().id());
        self.value
    }
}

#[derive(Keepable)]
struct Holder<'mcx>(SendWrapper<MemCx<'mcx>>);

fn main() {
    scope!(cx);
    let holder = cx.transaction::<Holder<'static>, ()>(|tx, _| Ok(Holder(SendWrapper::new(tx))));
    println!("{}", holder.unwrap().0.get().alloc(1));
}
