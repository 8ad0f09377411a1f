use memscope::Interner;

fn needs_send<T: Send>(_: T) {}

fn send(names: Interner<'_>) {
    needs_send(names);
}

fn main() {
    let _ = send;
}
