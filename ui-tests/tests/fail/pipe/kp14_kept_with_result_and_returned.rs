use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn found() -> Vec<&'static str> {
    pipe! { let found = load() | keep _ with result | words(&_) }
    found
}

fn main() {
    println!("{:?}", found());
}
