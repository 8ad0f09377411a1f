use memscope::{ThinVec, scope};

fn main() {
    scope!(a);
    let v = ThinVec::from_iter_in([1], a);
    scope!(b);
    v.free(b);
}
