use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    let one = ;
    println!("{one}");
}

fn main() {
    kept();
}
