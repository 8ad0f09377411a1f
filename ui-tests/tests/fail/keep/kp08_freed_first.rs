use memscope::{MemCx, scope, scoped};

#[scoped(a in cx)]
fn kept<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    #[keep(with = cx, using = a)]
    let value = 7;
    value
}

fn main() {
    scope!(cx);
    kept(cx);
}
