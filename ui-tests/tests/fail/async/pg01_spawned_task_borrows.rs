use memscope::scope;

fn spawn(_: impl Future + Send + 'static) {}

fn main() {
    scope!(cx);
    let text = &*cx.alloc_str("a name");
    spawn(async move { text.len() });
}
