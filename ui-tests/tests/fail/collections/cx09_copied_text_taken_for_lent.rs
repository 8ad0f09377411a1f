use memscope::{de::Dest, MemCx};

fn lent<'de, 'mcx>(cx: MemCx<'mcx>) -> Dest<'de, 'mcx> {
    Dest::borrowing(cx)
}

fn main() {
    let _ = lent;
}
