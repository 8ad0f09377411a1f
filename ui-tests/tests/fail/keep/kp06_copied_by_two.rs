use memscope::{MemCx, scoped};

#[scoped(tmp in cx)]
fn name<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx str {
    #[keep(with = (cx, tmp), copy)]
    let name = text;
    name
}

fn main() {}
