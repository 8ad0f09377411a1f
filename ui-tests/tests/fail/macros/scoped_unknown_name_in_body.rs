use memscope::scoped;

#[scoped]
fn number() -> u32 {
    *cx.alloc(nubmer)
}

fn main() {
    number();
}
