use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(a);
    scope!(b);
    link(a, b);
    std::process::exit(0);
}
