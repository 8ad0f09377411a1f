use memscope::scoped;

#[scoped]
fn number() -> u32 {
    let _ = cx;
    let seven = 7;
    #[keep(with = seven)]
    let value = 8;
    *value
}

fn main() {
    number();
}
