use memscope::Kept;

fn replaced(kept: Kept<&'static str>, text: &str) -> Kept<&'static str> {
    kept.map(|_, _| text)
}

fn main() {
    let _ = replaced;
}
