use memscope::{scope, slab};

fn take<T: Default>(_: &mut T) {}

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    a.push(1);
    take(&mut a);
}
