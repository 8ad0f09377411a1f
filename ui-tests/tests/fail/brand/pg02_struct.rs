use memscope::{MemBox, MemCx, scope};

struct List<'mcx> {
    cx: MemCx<'mcx>,
    head: MemBox<'mcx, String>,
}

fn main() {
    scope!(a);
    scope!(b);
    let list = List { cx: a, head: b.boxed(String::new()) };
    println!("{:?} {}", list.cx, list.head.len());
}
