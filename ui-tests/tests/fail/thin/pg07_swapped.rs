use memscope::{ThinVec, scope};

fn main() {
    scope!(a);
    scope!(b);
    let mut first = ThinVec::from_iter_in([1], a);
    let mut second = ThinVec::from_iter_in([2], b);
    std::mem::swap(&mut first, &mut second);
}
