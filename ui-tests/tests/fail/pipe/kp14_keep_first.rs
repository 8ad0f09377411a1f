use memscope::pipe;

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn main() {
    println!("{}", pipe!(keep _ with result | words(&_)).len());
}
