use memscope::{scope, slab};

fn main() {
    scope!(cx);
    let index;
    {
        slab!(mut numbers in cx);
        index = numbers.push(1);
    }
    println!("{index:?}");
}
