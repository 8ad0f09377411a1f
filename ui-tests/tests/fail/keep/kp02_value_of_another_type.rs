use memscope::scoped;

#[scoped]
fn number() -> u32 {
    #[keep(with = cx)]
    let value: u32 = "seven";
    *value
}

fn main() {
    number();
}
