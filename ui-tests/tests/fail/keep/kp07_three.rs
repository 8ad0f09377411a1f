use memscope::scoped;

#[scoped]
fn cycle() {
    #[keep(with = second)]
    let first = cx.vec::<u32>();
    #[keep(with = third)]
    let second = cx.vec::<u32>();
    #[keep(with = first)]
    let third = cx.vec::<u32>();
    first.extend(second.drain(..).chain(third.drain(..)));
}

fn main() {
    cycle();
}
