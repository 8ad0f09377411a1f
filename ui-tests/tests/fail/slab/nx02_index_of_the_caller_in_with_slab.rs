use memscope::{Idx, MemCx, MemSlab, with_slab};

fn beside<'s>(cx: MemCx<'s>, outer: &mut MemSlab<'s, i32>, at: Idx<'s, i32>) {
    with_slab(cx, |slab| outer[at] = slab.open()[at]);
}

fn main() {
    let _ = beside;
}
