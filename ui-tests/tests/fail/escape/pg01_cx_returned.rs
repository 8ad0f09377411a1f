use memscope::{MemCx, scope};

fn open<'a>() -> MemCx<'a> {
    scope!(cx);
    cx
}

fn main() {
    open();
}
