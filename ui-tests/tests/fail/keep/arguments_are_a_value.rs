use memscope::scoped;

#[scoped]
fn kept() {
    #[keep = cx]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
