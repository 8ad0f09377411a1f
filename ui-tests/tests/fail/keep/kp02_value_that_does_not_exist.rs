use memscope::scoped;

#[scoped]
fn number() -> u32 {
    #[keep(with = cx)]
    let value = seven + 1;
    *value
}

fn main() {
    number();
}
