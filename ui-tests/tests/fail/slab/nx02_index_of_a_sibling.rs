use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    slab!(mut b in cx);
    let index = a.push(1);
    b.push(2);
    println!("{}", b[index]);
}
