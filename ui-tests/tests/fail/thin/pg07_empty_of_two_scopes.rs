use memscope::{ThinVec, scope};

fn main() {
    scope!(a);
    scope!(b);
    let mut v = ThinVec::new();
    v.push(a, 1);
    v.push(b, 2);
}
