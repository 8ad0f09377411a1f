use memscope::Kept;

fn root(text: &str) -> Kept<&'static str> {
    Kept::new(|_| text)
}

fn main() {
    root("text");
}
