use memscope::{Carried, Keepable, MemCell, MemCx, scope};

#[derive(Keepable, Carried)]
struct Made<'cx>(MemCell<'cx, MemCx<'cx>>);

fn main() {
    scope!(cx);
    cx.transaction::<Made<'static>, ()>(|tx, _| Ok(Made(MemCell::new(tx)))).unwrap();
}
