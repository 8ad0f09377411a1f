use memscope::Kept;

fn text(kept: &Kept<&'static str>) -> &'static str {
    kept
}

fn main() {
    let _ = text;
}
