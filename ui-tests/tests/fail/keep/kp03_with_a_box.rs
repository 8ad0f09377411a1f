use memscope::scoped;

#[scoped]
fn kept() -> u32 {
    let boxed = cx.boxed(7);
    #[keep(with = boxed)]
    let value = 8;
    *value + *boxed
}

fn main() {
    kept();
}
