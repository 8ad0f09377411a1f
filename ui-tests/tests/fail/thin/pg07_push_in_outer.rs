use memscope::{ThinVec, scope};

fn main() {
    scope!(cx);
    scope!(tmp in cx);
    let mut v = ThinVec::from_iter_in([1], tmp);
    v.push(cx, 2);
}
