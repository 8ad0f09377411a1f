use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn main() {
    let found = pipe!(load() | keep _ with result | words(&_));
    println!("{found:?}");
}
