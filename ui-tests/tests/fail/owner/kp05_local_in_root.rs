use memscope::Kept;

fn text(length: usize) -> Kept<&'static str> {
    let text = "-".repeat(length);
    Kept::new(|_| &*text)
}

fn main() {
    text(3);
}
