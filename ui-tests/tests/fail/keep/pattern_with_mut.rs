use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    let (mut one, _) = (1, 2);
    one += 1;
    println!("{one}");
}

fn main() {
    kept();
}
