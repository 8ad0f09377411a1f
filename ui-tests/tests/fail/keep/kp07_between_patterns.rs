use memscope::scoped;

#[scoped]
fn cycle() -> usize {
    #[keep(with = right)]
    let (left, _) = (cx.vec::<u32>(), 1);
    #[keep(with = left)]
    let [right] = [cx.vec::<u32>()];
    left.len() + right.len()
}

fn main() {
    cycle();
}
