use memscope::scoped;

#[scoped]
fn loose() -> u32 {
    #[keep]
    let (one, two) = (*cx.alloc(1), 2);
    one + two
}

fn main() {
    loose();
}
