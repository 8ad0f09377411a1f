use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

fn main() {
    pipe! { let found = load() | _ + "!" | words(&_) }
    println!("{found:?}");
}
