use memscope::{Kept, scoped};

#[scoped]
fn first(text: &'mcx str) -> Kept<&'mcx str> {
    let text = cx.alloc_str(text);
    text.split(' ').next().unwrap_or(text)
}

fn main() {
    println!("{}", first("a b").len());
}
