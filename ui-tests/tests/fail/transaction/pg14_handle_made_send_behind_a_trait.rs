use memscope::{Carried, Keepable, MemCx, scope};
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

trait Allocates {
    fn one(&self) -> u32;
}

impl Allocates for SendWrapper<MemCx<'_>> {
    fn one(&self) -> u32 {
        *self.get().alloc(1)
    }
}

#[derive(Keepable, Carried)]
struct Holder<'mcx>(&'mcx (dyn Allocates + Send + 'mcx));

fn main() {
    scope!(cx);
    let holder = cx.transaction::<Holder<'static>, ()>(|tx, _| {
        let sent: Box<SendWrapper<MemCx<'_>>> = Box::new(SendWrapper::new(tx));
        Ok(Holder(Box::leak(sent)))
    });
    println!("{}", holder.unwrap().0.one());
}
