use memscope::{MemCx, scope};

fn link<'r, 'm>(_: &'r MemCx<'m>, _: &'r MemCx<'m>) {}

fn main() {
    scope!(a);
    scope!(b);
    link(&a, &b);
}
