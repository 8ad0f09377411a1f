use memscope::scope;

fn main() {
    scope!(cx);
    let mut names = cx.vec();
    names.push("first");
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        names.push(tx.alloc_str("gone"));
        Err(())
    });
    println!("{names:?}");
}
