use memscope::scoped;

#[scoped]
fn kept() {
    let mut list = cx.vec::<u32>();
    #[keep(with = cx)]
    while let Some(value) = list.pop() {
        println!("{value}");
    }
}

fn main() {
    kept();
}
