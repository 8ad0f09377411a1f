use memscope::scoped;

#[scoped]
fn kept() -> usize {
    #[keep(with = cx)]
    let text = String::from("text");
    text.len()
}

fn main() {
    kept();
}
