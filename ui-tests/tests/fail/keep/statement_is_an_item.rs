use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    const VALUE: u32 = 7;
    println!("{VALUE}");
}

fn main() {
    kept();
}
