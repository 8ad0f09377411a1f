use memscope::{scope, slab};

fn main() {
    scope!(cx);
    let _: memscope::MemCx<'_> = cx;
    slab!(nodes);
}
