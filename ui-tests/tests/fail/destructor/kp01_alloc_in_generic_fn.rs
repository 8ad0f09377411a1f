use memscope::{MemCx, scope};

fn keep<'mcx, T>(cx: MemCx<'mcx>, value: T) -> &'mcx T {
    cx.alloc(value)
}

fn main() {
    scope!(cx);
    keep(cx, 7);
    keep(cx, String::from("a name"));
}
