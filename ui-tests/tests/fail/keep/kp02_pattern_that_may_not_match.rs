use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    let Some(one) = Some(1);
    println!("{one}");
}

fn main() {
    kept();
}
