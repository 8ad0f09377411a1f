use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(a);
    let in_closure = || {
        scope!(b);
        link(a, b);
    };
    in_closure();
}
