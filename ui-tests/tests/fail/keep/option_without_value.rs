use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with)]
    let one = 1;
    println!("{one}{cx:?}");
}

fn main() {
    kept();
}
