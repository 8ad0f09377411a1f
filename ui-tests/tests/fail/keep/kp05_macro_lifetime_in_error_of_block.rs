use memscope::{Kept, scope};

fn main() {
    let word = scope!(<'a> cx -> Result<Kept<&'a str>, &'a str> => { Err(cx.alloc_str("word")) });
    println!("{}", word.is_ok());
}
