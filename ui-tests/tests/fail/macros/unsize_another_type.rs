use memscope::{scope, unsize};

fn main() {
    scope!(cx);
    drop(unsize!(cx.boxed([1, 2]) => Vec<i32>));
}
