use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    #[keep(with = cx, adopt)]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
