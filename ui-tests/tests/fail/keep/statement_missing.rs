use memscope::scoped;

#[scoped]
fn kept() {
    println!("{cx:?}");
    #[keep(with = cx)]
}

fn main() {
    kept();
}
