use memscope::scoped;

#[scoped]
fn number() -> u32 {
    #[keep(with = cx)]
    let mut value = 7_u32;
    value = 8;
    *value
}

fn main() {
    number();
}
