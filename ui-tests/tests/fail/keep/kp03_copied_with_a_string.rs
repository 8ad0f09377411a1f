use memscope::keep;

fn main() {
    let text = String::new();
    let value = keep!(8, with = text, copy);
    println!("{value}");
}
