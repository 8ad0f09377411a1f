use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn main() {
    let outside;
    {
        pipe! { let found = load() | keep _ with result | words(&_) }
        outside = found;
    }
    println!("{outside:?}");
}
