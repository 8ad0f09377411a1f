use memscope::scoped;

#[scoped]
fn both() -> usize {
    #[keep(with = cx)]
    let pair @ (first, _) = (1, 2);
    pair.0 + first
}

fn main() {
    both();
}
