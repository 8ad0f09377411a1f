use memscope::scoped;

#[scoped]
fn late() -> u32 {
    #[keep(with = cx)]
    let value;
    value = 7;
    value
}

fn main() {
    late();
}
