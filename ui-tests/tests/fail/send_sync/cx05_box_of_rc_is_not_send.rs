use memscope::MemBox;
use std::rc::Rc;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<MemBox<'_, Rc<str>>>();
}
