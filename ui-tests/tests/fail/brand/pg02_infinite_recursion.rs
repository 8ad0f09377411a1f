use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

#[allow(unconditional_recursion)]
fn descend() -> ! {
    scope!(a);
    scope!(b);
    link(a, b);
    descend()
}

fn main() {
    descend();
}
