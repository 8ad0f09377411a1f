use memscope::scope;

fn main() {
    let mut last = "";
    scope!(cx);
    let text = scope!(tx in cx, try -> Option<&'static str> => {
        last = tx.alloc_str("last");
        None
    });
    println!("{text:?} {last}");
}
