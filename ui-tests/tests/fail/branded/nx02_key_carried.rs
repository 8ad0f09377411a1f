use memscope::{Carried, MemKey};

#[derive(Carried)]
struct Root<'m>(#[allow(dead_code)] MemKey<'m>);

fn main() {}
