use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    let shorter = a.clone();
    let index = a.push(1);
    println!("{}", shorter[index]);
}
