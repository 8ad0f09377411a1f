use memscope::{MemCx, scope};

fn needs_send<T: Send>(_: T) {}

async fn number(cx: MemCx<'_>) -> u32 {
    scope!(tmp in cx);
    let number = tmp.alloc(7);
    std::future::ready(()).await;
    *number
}

fn main() {
    scope!(cx);
    needs_send(number(cx));
}
