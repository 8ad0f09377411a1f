use memscope::keep;

fn main() {
    let text = String::new();
    let value: &mut u32 = keep!(8, with = text);
    println!("{value}");
}
