use memscope::{Carried, ThinSlab};

#[derive(Carried)]
struct Root<'m>(#[allow(dead_code)] ThinSlab<'m, u32>);

fn main() {}
