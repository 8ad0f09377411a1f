use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx, counted)]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
