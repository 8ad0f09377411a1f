use memscope::{MemCx, scope, scoped};

#[scoped(tmp in cx)]
fn number<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    #[keep(with = tmp)]
    let value = 7;
    value
}

fn main() {
    scope!(cx);
    number(cx);
}
