use memscope::{scope, unsize};

const unsafe fn two() -> usize {
    2
}

fn main() {
    scope!(cx);
    drop(unsize!(cx.boxed([1, 2]) => [i32; two()]));
}
