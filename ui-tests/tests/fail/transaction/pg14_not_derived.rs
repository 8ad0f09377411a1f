use memscope::{Keepable, scope};

#[derive(Keepable)]
struct Row<'mcx>(&'mcx str);

fn main() {
    scope!(cx);
    let row = cx.transaction::<Row<'static>, ()>(|tx, _| Ok(Row(tx.alloc_str("text"))));
    println!("{}", row.unwrap().0);
}
