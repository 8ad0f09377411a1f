use memscope::CopyIn;
use std::rc::Rc;

#[derive(CopyIn)]
struct Shared<'mcx, T> {
    owner: Rc<T>,
    value: &'mcx T,
}

fn main() {}
