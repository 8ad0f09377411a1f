use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(wiht = cx)]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
