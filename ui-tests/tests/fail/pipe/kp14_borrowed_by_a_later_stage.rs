use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn main() {
    println!("{}", pipe!(load() | words(&_) | _.join("-")));
}
