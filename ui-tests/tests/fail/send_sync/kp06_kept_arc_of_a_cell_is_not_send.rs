use memscope::{KeptArc, MemBox};
use std::cell::Cell;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<KeptArc<MemBox<'static, Cell<u8>>>>();
}
