use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    let index = a.push(1);
    std::mem::forget(a);
    slab!(b: i32 in cx);
    println!("{}", b[index]);
    loop {}
}
