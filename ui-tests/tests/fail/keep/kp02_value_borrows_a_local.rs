use memscope::{MemCx, scope, scoped};

#[scoped(_tmp in cx)]
fn name<'mcx>(cx: MemCx<'mcx>) -> &'mcx &'mcx str {
    let text = String::from("text");
    #[keep(with = cx)]
    let name = text.as_str();
    name
}

fn main() {
    scope!(cx);
    name(cx);
}
