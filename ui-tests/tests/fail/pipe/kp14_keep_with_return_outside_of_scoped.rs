use memscope::{pipe, scope};

fn number() -> u32 {
    scope!(cx);
    pipe!(*cx.alloc(7) | keep _ with return | _)
}

fn main() {
    number();
}
