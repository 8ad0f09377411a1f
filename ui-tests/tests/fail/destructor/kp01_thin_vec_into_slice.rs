use memscope::{ThinVec, scope};

fn main() {
    scope!(cx);
    let _ = ThinVec::from_iter_in([String::new()], cx).into_slice();
}
