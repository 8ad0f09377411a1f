use memscope::scoped;

#[scoped(a)]
fn kept() -> u32 {
    #[keep(using = a)]
    let value = 7;
    *value
}

fn main() {
    kept();
}
