use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(a: i32 in cx);
    slab!(b: i32 in cx);
    let _all = [a, b];
}
