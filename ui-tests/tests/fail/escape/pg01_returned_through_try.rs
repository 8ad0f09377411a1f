use memscope::{AllocError, scope};

fn number<'a>() -> Result<&'a u64, AllocError> {
    scope!(cx);
    let number = cx.try_alloc(7)?;
    Ok(number)
}

fn main() {
    let _ = number();
}
