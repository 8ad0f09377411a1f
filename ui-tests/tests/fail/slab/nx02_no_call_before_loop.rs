use memscope::{MemSlab, scope, slab};

struct Two<'r, 's>(&'r MemSlab<'s, i32>, &'r MemSlab<'s, i32>);

fn main() {
    scope!(cx);
    slab!(a in cx);
    slab!(b in cx);
    let _two = Two(&a, &b);
    loop {}
}
