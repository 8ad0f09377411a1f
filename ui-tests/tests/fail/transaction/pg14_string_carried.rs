use memscope::{MemString, scope};

fn main() {
    scope!(cx);
    let text = cx.transaction::<MemString<'static>, ()>(|tx, _| Ok(tx.string()));
    println!("{}", text.unwrap());
}
