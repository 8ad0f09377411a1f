use memscope::{AllocError, MemCx, scoped};

#[scoped(_tmp in cx)]
fn title<'mcx>(cx: MemCx<'mcx>, text: &'_ str) -> Result<&'mcx str, AllocError> {
    cx.try_alloc_str("title")?;
    Ok(&*text)
}

fn main() {
    let _ = title;
}
