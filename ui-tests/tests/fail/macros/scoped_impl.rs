use memscope::scoped;

struct Node;

#[scoped]
impl Node {
    fn value(&self) -> u32 {
        7
    }
}

fn main() {
    println!("{}", Node.value());
}
