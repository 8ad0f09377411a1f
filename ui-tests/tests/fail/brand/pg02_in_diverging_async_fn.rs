use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

async fn serve() {
    scope!(a);
    scope!(b);
    link(a, b);
    std::future::pending::<()>().await;
    panic!();
}

fn main() {
    drop(serve());
}
