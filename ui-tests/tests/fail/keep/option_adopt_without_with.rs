use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(adopt)]
    let one = cx.alloc_str("1").len();
    println!("{one}");
}

fn main() {
    kept();
}
