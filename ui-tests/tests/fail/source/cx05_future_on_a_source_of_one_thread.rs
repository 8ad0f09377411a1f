use memscope::scoped;
use memscope::source::Source;

fn needs_send(_: impl Send) {}

#[scoped(from = source)]
async fn on(source: &impl Source) {
    cx.alloc(7);
    std::future::ready(()).await;
}

fn sent(source: &impl Source) {
    needs_send(on(source));
}

fn main() {}
