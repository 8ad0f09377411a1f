use memscope::{Kept, scoped};

#[scoped]
fn number(text: &str) -> Kept<&'mcx u32> {
    cx.alloc(text.parse()?)
}

fn main() {
    println!("{}", *number("7"));
}
