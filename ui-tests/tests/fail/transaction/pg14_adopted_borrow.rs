use memscope::scope;

fn main() {
    scope!(cx);
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        let text: &str = tx.alloc_str("text");
        tx.adopt(vec![text]);
        Err(())
    });
}
