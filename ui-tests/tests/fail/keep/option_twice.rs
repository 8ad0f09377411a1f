use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx, with = cx)]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
