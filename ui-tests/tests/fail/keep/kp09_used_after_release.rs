use memscope::{Loose, keep};

fn main() {
    let text = keep!(String::from("text"));
    let length = text.as_str();
    let text = Loose::release(text);
    println!("{length}{text}");
}
