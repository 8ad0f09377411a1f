use memscope::{MemCell, scope};

fn main() {
    scope!(one, key = k);
    let a = &*one.alloc(MemCell::new(1));
    a.get(&k);
    scope!(two, key = l);
    let b = &*two.alloc(MemCell::new(1));
    b.get(&l);
    k.get_disjoint_mut((a, b)).unwrap();
}
