use memscope::{scope, unsize};

fn main() {
    scope!(cx);
    let slice = unsize!(cx.boxed([1, 2]) => [i32]);
    drop(unsize!(slice => [i32; 2]));
}
