use memscope::scoped;

#[scoped]
fn lengths(text: &str) -> usize {
    #[keep(with = cx, adopt)]
    let words = text.split(' ').collect::<Vec<_>>();
    words.len()
}

fn main() {
    lengths("to be");
}
