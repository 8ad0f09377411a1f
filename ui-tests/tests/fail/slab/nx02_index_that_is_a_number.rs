use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut numbers in cx);
    numbers.push(1);
    println!("{}", numbers[0_usize]);
}
