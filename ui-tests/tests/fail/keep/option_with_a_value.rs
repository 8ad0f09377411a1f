use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx, adopt = true)]
    let one = 1;
    println!("{one}");
}

fn main() {
    kept();
}
