use memscope::Loose;
use std::rc::Rc;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Loose<Rc<u8>>>();
}
