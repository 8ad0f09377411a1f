use memscope::{Carried, Keepable, scope};

#[derive(Keepable, Carried)]
struct Row<'src, 'mcx> {
    line: &'src str,
    numbers: &'mcx [u32],
}

fn main() {
    scope!(cx);
    let row = {
        let line = String::from("1");
        cx.transaction::<Row<'_, 'static>, ()>(|tx, _| Ok(Row { line: &line, numbers: tx.alloc_slice_copy(&[1]) }))
    };
    let row = row.unwrap();
    println!("{} {:?}", row.line, row.numbers);
}
