use memscope::{MemCx, scope, scoped};

struct Name<'a>(&'a str);

#[scoped(tmp in cx)]
fn name<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx Name<'mcx> {
    let text: &str = tmp.alloc_str(text);
    #[keep(with = cx)]
    let name = Name(text);
    name
}

fn main() {
    scope!(cx);
    name(cx, "text").0;
}
