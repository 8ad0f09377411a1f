use memscope::{Kept, scoped};

#[scoped]
fn number(text: &str) -> Kept<&'mcx u32> {
    cx.alloc_str(text)
}

fn main() {
    println!("{}", *number("7"));
}
