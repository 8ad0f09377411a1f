use memscope::{MemCx, scope};

fn fill(cx: &MemCx<'_>) {
    scope!(tmp in cx);
    tmp.alloc(7);
}

fn main() {
    scope!(cx);
    fill(&cx);
}
