use memscope::scope;

fn main() {
    scope!(cx);
    let text = scope!(<'tx> tx in cx, try -> Result<&'tx str, &'tx str> => { Err(tx.alloc_str("text")) });
    println!("{text:?}");
}
