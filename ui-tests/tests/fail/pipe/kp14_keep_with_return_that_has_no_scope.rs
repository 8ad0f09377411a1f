use memscope::{pipe, scoped};

#[scoped]
fn number() -> u32 {
    pipe!(*cx.alloc(7) | keep _ with return | _)
}

fn main() {
    number();
}
