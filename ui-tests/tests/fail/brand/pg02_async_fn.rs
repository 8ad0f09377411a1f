use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

async fn both() {
    scope!(a);
    scope!(b);
    std::future::ready(()).await;
    link(a, b);
}

fn main() {
    drop(both());
}
