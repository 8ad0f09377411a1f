use memscope::scope;

fn main() {
    scope!(cx);
    let text = cx.transaction::<&'static str, ()>(|tx, _| {
        scope!(tmp in tx);
        Ok(tmp.alloc_str("of the inner scope"))
    });
    println!("{}", text.unwrap());
}
