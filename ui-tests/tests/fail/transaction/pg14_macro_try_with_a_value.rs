use memscope::scope;

fn main() {
    scope!(cx);
    let text = scope!(tx in cx, try = true -> Option<&'static str> => { Some(tx.alloc_str("text")) });
    println!("{text:?}");
}
