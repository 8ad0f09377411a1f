use memscope::{Kept, Keepable, ThinSlab, slab};

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] ThinSlab<'m, u32>);

fn main() {
    let _: Kept<Root<'static>> = Kept::new(|cx| {
        slab!(numbers in cx);
        Root(numbers.into_thin())
    });
}
