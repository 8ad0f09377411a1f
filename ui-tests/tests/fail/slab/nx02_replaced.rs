use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    let index = a.push(1);
    slab!(b in cx);
    drop(std::mem::replace(&mut a, b));
    println!("{}", a[index]);
}
