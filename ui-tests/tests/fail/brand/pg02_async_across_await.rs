use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

async fn inner(outer: MemCx<'_>) {
    scope!(here);
    std::future::pending::<()>().await;
    link(outer, here);
}

fn main() {
    drop(async {
        scope!(cx);
        inner(cx).await;
    });
}
