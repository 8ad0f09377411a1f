use memscope::scoped;

#[scoped]
fn number() -> u32 {
    let seven: &mut u32 = cx.alloc(7);
    #[keep(with = seven)]
    let value = 8;
    *value
}

fn main() {
    number();
}
