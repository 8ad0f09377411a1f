use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(a);
    let _ = std::panic::catch_unwind(|| {
        scope!(b);
        link(a, b);
        panic!();
    });
}
