use memscope::scoped;

#[scoped]
fn kept() -> u32 {
    #[keep(with = cx)]
    let Some(one) = Some(1) else { println!("none") };
    *one
}

fn main() {
    kept();
}
