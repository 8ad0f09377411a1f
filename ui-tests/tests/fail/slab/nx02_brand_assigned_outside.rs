use memscope::{scope, with_slab};

fn main() {
    scope!(cx);
    let mut kept = None;
    with_slab(cx, |slab| kept = Some(slab));
    drop(kept);
}
