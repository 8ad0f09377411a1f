use memscope::{scope, unsize};

fn main() {
    scope!(cx);
    let pair = cx.boxed([1, 2]);
    drop(unsize!(pair => [i32; 1]));
}
