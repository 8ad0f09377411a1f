use memscope::{Covariant, Keepable};

trait Visit {}

#[derive(Keepable, Covariant)]
struct Visitor<'mcx>(&'mcx mut (dyn Visit + 'mcx));

fn main() {}
