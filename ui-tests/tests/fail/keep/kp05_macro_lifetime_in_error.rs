use memscope::{Kept, scoped};

#[scoped(<'a>)]
fn word(text: &str) -> Result<Kept<&'a str>, &'a str> {
    let text: &'a str = cx.alloc_str(text);
    if text.contains(' ') { Err(text) } else { Ok(text) }
}

fn main() {
    println!("{}", word("a b").is_ok());
}
