use memscope::{MemVec, scope, vec_in};

fn squares() -> impl Iterator<Item = u32> {
    scope!(cx);
    let squares: MemVec<'_, u32> = vec_in![cx; 1, 4, 9];
    squares.into_iter()
}

fn main() {
    squares().count();
}
