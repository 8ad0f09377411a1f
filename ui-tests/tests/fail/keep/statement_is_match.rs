use memscope::scoped;

#[scoped]
fn kept() {
    #[keep(with = cx)]
    match 7 {
        value => println!("{value}"),
    }
}

fn main() {
    kept();
}
