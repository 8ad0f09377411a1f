use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(numbers in cx);
    numbers.push(1);
}
