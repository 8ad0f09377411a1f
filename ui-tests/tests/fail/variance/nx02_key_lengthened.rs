use memscope::{MemKey, scope};

fn lengthened<'short, 'long: 'short>(key: MemKey<'short>) -> MemKey<'long> {
    key
}

fn main() {
    scope!(cx, key = k);
    println!("{cx:?}");
    lengthened(k);
}
