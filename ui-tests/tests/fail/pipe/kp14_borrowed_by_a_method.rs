use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn main() {
    let text = pipe!(load() | _.trim());
    println!("{text}");
}
