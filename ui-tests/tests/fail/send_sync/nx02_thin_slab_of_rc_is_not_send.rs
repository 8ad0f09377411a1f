use memscope::ThinSlab;
use std::rc::Rc;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<ThinSlab<'static, Rc<u8>>>();
}
