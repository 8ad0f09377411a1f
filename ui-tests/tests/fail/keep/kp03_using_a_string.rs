use memscope::scoped;

#[scoped]
fn number() -> u32 {
    let text = String::new();
    #[keep(with = cx, using = text)]
    let value = 8;
    *value
}

fn main() {
    number();
}
