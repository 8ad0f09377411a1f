use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    let one = 1
    println!("{one}");
}

fn main() {
    kept();
}
