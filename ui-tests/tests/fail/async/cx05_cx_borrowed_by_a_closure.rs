use memscope::scope;

fn needs_send<T: Send>(_: T) {}

async fn words(text: String) -> usize {
    scope!(cx);
    let words = cx.alloc_iter(text.split(' ').map(|word| &*cx.alloc_str(word)));
    std::future::ready(()).await;
    words.len()
}

fn main() {
    needs_send(words(String::from("to be")));
}
