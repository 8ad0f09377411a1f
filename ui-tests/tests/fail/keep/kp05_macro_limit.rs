use memscope::{Kept, scoped};

#[scoped(limit = 64 * 1024)]
fn number(text: &str) -> Result<Kept<&'mcx u32>, std::num::ParseIntError> {
    Ok(cx.alloc(text.parse()?))
}

fn main() {
    println!("{}", number("7").is_ok());
}
