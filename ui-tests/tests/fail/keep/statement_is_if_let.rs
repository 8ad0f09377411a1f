use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    if let Some(value) = Some(7) {
        println!("{value}");
    }
}

fn main() {
    kept();
}
