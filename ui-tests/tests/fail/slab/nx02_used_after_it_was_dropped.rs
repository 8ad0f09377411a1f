use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    let index = a.push(1);
    drop(a);
    println!("{}", a[index]);
}
