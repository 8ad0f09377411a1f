use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn serve() -> ! {
    scope!(a);
    loop {
        scope!(b);
        link(a, b);
    }
}

fn main() {
    serve();
}
