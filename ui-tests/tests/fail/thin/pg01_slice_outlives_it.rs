use memscope::{ThinVec, scope};

fn main() {
    scope!(cx);
    let mut v = ThinVec::from_iter_in([1], cx);
    let first = &v[0];
    v.push(cx, 2);
    println!("{first}");
}
