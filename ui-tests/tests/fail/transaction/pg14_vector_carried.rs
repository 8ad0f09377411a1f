use memscope::{MemVec, scope};

fn main() {
    scope!(cx);
    let list = cx.transaction::<MemVec<'static, u32>, ()>(|tx, _| Ok(tx.vec()));
    println!("{:?}", list.unwrap());
}
