use memscope::{MemBox, MemCx, scope};

fn release<'cx, 'name: 'cx>(cx: MemCx<'cx>, name: MemBox<'name, String>) {
    cx.free(name);
}

fn main() {
    scope!(cx);
    release(cx, cx.boxed(String::new()));
}
