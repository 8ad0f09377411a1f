use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
fn title<'mcx>(cx: MemCx<'mcx>, texts: &[&'mcx str], default: &str) -> Option<&'mcx str> {
    for text in texts {
        if text.is_empty() {
            return Some(default);
        }
    }
    Some(cx.alloc_str("title"))
}

fn main() {
    let _ = title;
}
