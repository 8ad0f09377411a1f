use memscope::{Kept, MemBox};
use std::rc::Rc;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Kept<MemBox<'static, Rc<u8>>>>();
}
