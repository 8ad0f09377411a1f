use memscope::{Kept, MemBox};

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Kept<MemBox<'static, dyn Fn()>>>();
}
