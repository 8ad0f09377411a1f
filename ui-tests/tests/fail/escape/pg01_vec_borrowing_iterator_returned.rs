use memscope::{scope, vec_in};

fn squares<'a>() -> impl Iterator<Item = &'a u32> {
    scope!(cx);
    let squares = vec_in![cx; 1, 4, 9];
    squares.into_slice().iter()
}

fn main() {
    squares().count();
}
