use memscope::{ThinVec, scope};

fn main() {
    scope!(a);
    let mut v = ThinVec::from_iter_in([1], a);
    scope!(b);
    v.extend(b, [2]);
}
