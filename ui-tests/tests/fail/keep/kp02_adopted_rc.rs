use memscope::scoped;
use std::rc::Rc;

#[scoped]
fn shared() -> usize {
    #[keep(with = cx, adopt)]
    let shared = Rc::new(7);
    Rc::strong_count(shared)
}

fn main() {
    shared();
}
