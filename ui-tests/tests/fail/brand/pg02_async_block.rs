use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    drop(async {
        scope!(a);
        std::future::ready(()).await;
        scope!(b);
        link(a, b);
    });
}
