use memscope::{KeptArc, MemBox};

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<KeptArc<MemBox<'static, dyn Fn() + Send>>>();
}
