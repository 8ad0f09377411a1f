use memscope::{Brand, Branded, Keepable, MemKey};

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] MemKey<'m>);

fn main() {
    let _: Branded<Root<'static>> = Branded::new(|own| {
        let Brand { cx, key, slab, .. } = own;
        let again = Brand { cx, key, slab };
        Root(again.key)
    });
}
