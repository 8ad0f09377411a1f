use memscope::{Branded, Keepable, MemKey};

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] MemKey<'m>);

impl PartialEq for Root<'_> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

fn same(a: &Branded<Root<'static>>, b: &Branded<Root<'static>>) -> bool {
    *a == *b
}

fn main() {
    let _ = same;
}
