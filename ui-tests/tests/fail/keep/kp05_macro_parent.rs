use memscope::{Kept, MemCx, scoped};

#[scoped(tmp in cx)]
fn upper(cx: MemCx<'_>, text: &str) -> Kept<&'mcx str> {
    let text = tmp.alloc_str(text);
    text.make_ascii_uppercase();
    text
}

fn main() {
    memscope::scope!(cx);
    println!("{}", upper(cx, "text").len());
}
