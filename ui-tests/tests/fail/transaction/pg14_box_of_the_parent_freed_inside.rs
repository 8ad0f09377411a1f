use memscope::scope;

fn main() {
    scope!(cx);
    let value = cx.boxed(1);
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        tx.free(value);
        Err(())
    });
}
