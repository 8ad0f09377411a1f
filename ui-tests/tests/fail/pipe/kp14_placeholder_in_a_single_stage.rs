use memscope::pipe;

fn show(image: &[u8]) -> String {
    format!("{image:?}")
}

fn main() {
    println!("{}", pipe!(show(&_)));
}
