use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(a);
    scope!(b);
    loop {
        link(a, b);
    }
}
