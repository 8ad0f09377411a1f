use memscope::scope;

fn main() {
    scope!(cx);
    let result = cx.transaction::<&'static u32, &str>(|tx, _| Err(&*tx.alloc_str("gone")));
    println!("{}", result.unwrap_err());
}
