use memscope::{MemCx, scoped};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

#[scoped]
fn serve(outer: MemCx<'_>) -> ! {
    link(outer, cx);
    loop {}
}

fn main() {
    let _ = serve;
}
