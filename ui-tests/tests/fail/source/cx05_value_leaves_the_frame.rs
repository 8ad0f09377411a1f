use memscope::scoped;

#[scoped(inline = 64)]
fn escape() -> &'static str {
    cx.alloc_str("text")
}

fn main() {}
