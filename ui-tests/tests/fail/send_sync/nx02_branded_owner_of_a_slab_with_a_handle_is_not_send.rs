use memscope::{Branded, Keepable, MemSlab};

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] MemSlab<'m, u8>);

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Branded<Root<'static>>>();
}
