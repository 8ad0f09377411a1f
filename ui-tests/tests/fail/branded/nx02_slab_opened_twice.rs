use memscope::{Branded, Keepable, ThinSlab};

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] ThinSlab<'m, u32>);

fn main() {
    let _: Branded<Root<'static>> = Branded::new(|own| {
        let _first = own.slab.open::<u32>();
        Root(own.slab.open().into_thin())
    });
}
