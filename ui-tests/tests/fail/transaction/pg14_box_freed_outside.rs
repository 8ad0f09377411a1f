use memscope::scope;

fn main() {
    scope!(cx);
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        let value = tx.boxed(1);
        cx.free(value);
        Err(())
    });
}
