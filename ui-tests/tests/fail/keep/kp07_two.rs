use memscope::{MemCx, scoped};

struct Node<'mcx>(MemCx<'mcx>);

#[scoped]
fn cycle() {
    #[keep(with = b)]
    let a = Node(cx);
    #[keep(with = a)]
    let b = Node(cx);
    println!("{:?} {:?}", a.0, b.0);
}

fn main() {
    cycle();
}
