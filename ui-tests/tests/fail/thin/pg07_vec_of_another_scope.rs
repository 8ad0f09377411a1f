use memscope::{ThinVec, scope};

fn main() {
    scope!(a);
    let mut v = ThinVec::from_vec(a.vec());
    v.push(a, 1);
    scope!(b);
    v = ThinVec::from_vec(b.vec());
    drop(v);
}
