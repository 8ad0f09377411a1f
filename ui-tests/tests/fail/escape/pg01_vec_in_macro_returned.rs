use memscope::{MemVec, scope, vec_in};

fn squares<'a>() -> MemVec<'a, u32> {
    scope!(cx);
    let squares = vec_in![cx; 1, 4, 9];
    squares
}

fn main() {
    squares();
}
