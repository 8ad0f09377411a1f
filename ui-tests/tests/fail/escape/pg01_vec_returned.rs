use memscope::{MemVec, scope};

fn squares<'a>() -> MemVec<'a, u32> {
    scope!(cx);
    let mut squares = cx.vec();
    squares.push(1);
    squares
}

fn main() {
    squares();
}
