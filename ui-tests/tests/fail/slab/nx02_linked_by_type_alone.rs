use memscope::{MemSlab, scope, slab};

struct Two<'s> {
    _a: MemSlab<'s, i32>,
    _b: MemSlab<'s, i32>,
}

fn main() {
    scope!(cx);
    slab!(a in cx);
    slab!(b in cx);
    let _two = Two { _a: a, _b: b };
    loop {}
}
