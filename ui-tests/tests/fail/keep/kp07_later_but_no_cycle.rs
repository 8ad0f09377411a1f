use memscope::scoped;

#[scoped]
fn later() -> usize {
    #[keep(with = list)]
    let n = 7_usize;
    let list = cx.vec::<u32>();
    *n + list.len()
}

fn main() {
    later();
}
