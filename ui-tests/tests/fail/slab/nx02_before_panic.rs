use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    slab!(b: i32 in cx);
    let index = a.push(1);
    println!("{}", b[index]);
    panic!("never returns")
}
