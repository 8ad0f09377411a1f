use memscope::{AllocError, scope};

fn copied(text: &str) -> Result<usize, AllocError> {
    scope!(cx);
    let copy = scope!(tx in cx, try => { tx.try_alloc_str(text)?.len() });
    Ok(copy)
}

fn main() {
    println!("{}", copied("text").is_ok());
}
