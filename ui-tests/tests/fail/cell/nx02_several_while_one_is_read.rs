use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let [a, b] = [1, 2].map(|n| &*cx.alloc(MemCell::new(n)));
    let read = a.get(&k);
    let several = k.get_disjoint_mut((a, b));
    println!("{read} {several:?}");
}
