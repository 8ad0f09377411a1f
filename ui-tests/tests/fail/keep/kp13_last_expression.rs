use memscope::scoped;

#[scoped]
fn late() -> u32 {
    let value = *cx.alloc(7);
    #[keep(with = cx)]
    value
}

fn main() {
    late();
}
