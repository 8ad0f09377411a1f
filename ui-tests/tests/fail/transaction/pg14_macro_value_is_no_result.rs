use memscope::{Keepable, scope};

#[derive(Keepable)]
struct Row<'mcx>(&'mcx str);

fn main() {
    scope!(cx);
    let row = scope!(<'tx> tx in cx, try -> Row => { Row(tx.alloc_str("text")) });
    println!("{}", row.0);
}
