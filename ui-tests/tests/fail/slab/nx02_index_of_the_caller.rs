use memscope::{Idx, MemCx, MemSlab, slab};

fn beside<'s>(cx: MemCx<'s>, _outer: &MemSlab<'s, i32>, index: Idx<'s, i32>) -> i32 {
    slab!(mut inner in cx);
    inner.push(1);
    inner[index]
}

fn main() {
    let _ = beside;
}
