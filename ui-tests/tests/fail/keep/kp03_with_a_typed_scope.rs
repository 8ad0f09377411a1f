use memscope::scoped;

#[scoped(nodes: u32)]
fn number() -> u32 {
    #[keep(with = nodes)]
    let value = 8;
    *value
}

fn main() {
    number();
}
