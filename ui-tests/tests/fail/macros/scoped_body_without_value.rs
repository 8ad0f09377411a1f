use memscope::scoped;

#[scoped]
fn number() -> u32 {
    cx.alloc(7);
}

fn main() {
    number();
}
