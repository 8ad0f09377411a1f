use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
fn title<'mcx>(cx: MemCx<'mcx>, text: &str, default: &'mcx str) -> &'mcx str {
    if cx.alloc_str(default).is_empty() {
        return default;
    }
    text
}

fn main() {
    let _ = title;
}
