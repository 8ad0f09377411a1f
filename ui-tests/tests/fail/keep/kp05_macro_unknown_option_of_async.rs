use memscope::{Kept, scoped};
use std::num::ParseIntError;

#[scoped(cx, size = 5)]
async fn number(text: &str) -> Result<Kept<&'mcx u32>, ParseIntError> {
    Ok(cx.alloc(std::future::ready(text).await.parse()?))
}

fn main() {
    drop(number("7"));
}
