use memscope::scoped;

#[scoped]
fn count() -> u32 {
    let mut list = cx.vec::<u32>();
    let numbers = &mut list;
    #[keep(with = list)]
    let value = 2;
    numbers.push(1);
    *value
}

fn main() {
    count();
}
