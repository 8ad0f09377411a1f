use memscope::scope;

fn needs_send<T: Send>(_: T) {}

fn main() {
    scope!(cx);
    needs_send(cx);
}
