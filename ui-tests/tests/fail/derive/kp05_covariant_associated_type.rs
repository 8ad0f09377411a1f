use memscope::{Covariant, Keepable};

trait Visit {
    type Node;
}

#[derive(Keepable, Covariant)]
struct Ast<'mcx, T>
where
    for<'a> &'a T: Visit,
{
    root: <&'mcx T as Visit>::Node,
}

fn main() {}
