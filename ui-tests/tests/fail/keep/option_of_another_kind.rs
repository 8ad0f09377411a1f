use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx, adopt, copy)]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
