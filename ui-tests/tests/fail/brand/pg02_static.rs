use memscope::{MemCx, scope};

fn for_ever(cx: MemCx<'static>) {
    cx.alloc(7);
}

fn main() {
    scope!(cx);
    for_ever(cx);
}
