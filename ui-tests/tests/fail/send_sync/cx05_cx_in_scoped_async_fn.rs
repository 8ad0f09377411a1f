use memscope::scoped;

fn needs_send<T: Send>(_: T) {}

#[scoped]
async fn number() -> u32 {
    std::future::ready(()).await;
    *cx.alloc(7)
}

fn main() {
    needs_send(number());
}
