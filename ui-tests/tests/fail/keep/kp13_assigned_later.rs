use memscope::scoped;

#[scoped]
fn late() -> u32 {
    let value;
    #[keep(with = cx)]
    value = 7;
    value
}

fn main() {
    late();
}
