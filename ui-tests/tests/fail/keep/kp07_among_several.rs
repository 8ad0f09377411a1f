use memscope::scoped;

#[scoped(tmp)]
fn cycle() -> usize {
    #[keep(with = (tmp, b))]
    let a = tmp.vec::<u32>();
    if a.is_empty() {
        #[keep(with = (a, tmp))]
        let b = tmp.vec::<u32>();
        return b.len();
    }
    0
}

fn main() {
    cycle();
}
