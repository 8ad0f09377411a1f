use memscope::pipe;

fn load() -> String {
    String::from("to be")
}

fn main() {
    println!("{}", pipe!(load() | keep _ with result));
}
