use memscope::scope;

fn main() {
    scope!(cx);
    scope!(<'tx> tx in cx, try -> Option<&'tx str>);
    println!("{}", tx.alloc_str("text"));
}
