use memscope::{keep_with, scope};

fn main() {
    scope!(cx);
    let mut last: &&str = &"";
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        let text: &str = tx.alloc_str("gone");
        last = keep_with(&cx, text);
        Err(())
    });
    println!("{last}");
}
