use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    drop(7);
}

fn main() {
    kept();
}
