use memscope::scoped;

#[scoped]
struct Node {
    value: u32,
}

fn main() {
    println!("{}", Node { value: 7 }.value);
}
