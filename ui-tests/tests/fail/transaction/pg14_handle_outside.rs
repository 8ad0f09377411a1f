use memscope::{MemCx, scope};

fn main() {
    scope!(cx);
    let mut handle: Option<MemCx<'_>> = None;
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        handle = Some(tx);
        Err(())
    });
    println!("{:?}", handle);
}
