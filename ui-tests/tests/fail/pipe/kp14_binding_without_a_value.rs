use memscope::pipe;

fn show(image: &[u8]) -> String {
    format!("{image:?}")
}

fn main() {
    pipe! { let shown | show(&_) }
    println!("{shown}");
}
