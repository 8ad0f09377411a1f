use memscope::{MemCx, scope, scoped};

#[scoped(tmp in cx)]
fn chosen<'mcx>(cx: MemCx<'mcx>, keeps: bool) -> &'mcx u32 {
    if keeps {
        #[keep(with = cx)]
        let kept = 7;
        kept
    } else {
        tmp.alloc(8)
    }
}

fn main() {
    scope!(cx);
    chosen(cx, true);
}
