use memscope::scoped;

#[scoped]
fn number() -> u32 {
    #[keep(with = elsewhere)]
    let value = 8;
    *value + *cx.alloc(1)
}

fn main() {
    number();
}
