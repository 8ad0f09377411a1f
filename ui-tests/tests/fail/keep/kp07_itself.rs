use memscope::scoped;

#[scoped]
fn cycle() -> usize {
    #[keep(with = list)]
    let list = cx.vec::<u32>();
    list.len()
}

fn main() {
    cycle();
}
