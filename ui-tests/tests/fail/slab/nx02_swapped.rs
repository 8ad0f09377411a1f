use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    slab!(mut b in cx);
    a.push(1);
    std::mem::swap(&mut a, &mut b);
}
