use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let [a, b] = [1, 2].map(|n| &*cx.alloc(MemCell::new(n)));
    let changed = a.get_mut(&mut k);
    let read = b.get(&k);
    *changed = *read;
}
