use memscope::scope;

fn needs_send<T: Send>(_: T) {}

async fn numbers() -> usize {
    scope!(cx);
    let mut numbers = cx.vec();
    numbers.push(1);
    std::future::ready(()).await;
    numbers.len()
}

fn main() {
    needs_send(numbers());
}
