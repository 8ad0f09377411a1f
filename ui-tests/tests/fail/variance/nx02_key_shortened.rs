use memscope::{MemKey, scope};

fn shortened<'short, 'long: 'short>(key: MemKey<'long>) -> MemKey<'short> {
    key
}

fn main() {
    scope!(cx, key = k);
    println!("{cx:?}");
    shortened(k);
}
