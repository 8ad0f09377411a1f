use memscope::{MemCx, scoped};

struct Node(u32);

impl Node {
    #[scoped(_tmp in cx)]
    fn place<'mcx>(#[keep(with = return)] self, cx: MemCx<'mcx>) -> &'mcx u32 {
        cx.alloc(self.0)
    }
}

fn main() {
    let _ = Node::place;
}
