use memscope::{ThinVec, scope};
use std::rc::Rc;

fn needs_send<T: Send>(_: T) {}

fn main() {
    scope!(cx);
    needs_send(ThinVec::from_iter_in([Rc::new(1)], cx));
}
