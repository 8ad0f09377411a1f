use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    loop {
        scope!(a);
        scope!(b);
        break link(a, b);
    }
}
