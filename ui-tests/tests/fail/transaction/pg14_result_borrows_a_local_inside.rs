use memscope::scope;

fn main() {
    scope!(cx);
    let length = cx.transaction::<&'static usize, ()>(|tx, _| {
        let text = tx.alloc_str("text");
        let length = text.len();
        Ok(&length)
    });
    println!("{}", length.unwrap());
}
