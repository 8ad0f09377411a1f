use memscope::{Branded, Keepable, ThinSlab, with_slab};

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] ThinSlab<'m, u32>);

fn main() {
    let _: Branded<Root<'static>> = Branded::new(|own| with_slab(own.cx, |slab| Root(slab.open().into_thin())));
}
