use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let outer = &*cx.alloc(MemCell::new(Some(MemCell::new(1))));
    let inner = outer.get(&k).as_ref().unwrap();
    outer.set(&mut k, None);
    println!("{}", inner.get(&k));
}
