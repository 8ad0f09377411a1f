use memscope::scope;

fn needs_send<T: Send>(_: T) {}

async fn number() -> u32 {
    scope!(cx);
    std::future::ready(()).await;
    *cx.alloc(7)
}

fn main() {
    needs_send(number());
}
