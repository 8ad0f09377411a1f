use memscope::{Carried, Keepable, MemVec, scope};

#[derive(Keepable, Carried)]
struct Columns<'mcx> {
    list: &'mcx mut [MemVec<'mcx, u32>],
}

fn main() {
    scope!(cx);
    let columns = cx.transaction::<Columns<'static>, ()>(|tx, _| {
        let mut list = tx.vec();
        list.push(tx.vec());
        Ok(Columns { list: list.into_slice() })
    });
    println!("{}", columns.unwrap().list.len());
}
