use memscope::scope;

fn squares<'a>() -> &'a [u32] {
    scope!(cx);
    let squares = cx.vec_with_capacity(3);
    squares.into_slice()
}

fn main() {
    squares();
}
