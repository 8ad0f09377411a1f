use memscope::deque::IntoIter;

fn needs_send<T: Send>(_: T) {}

fn send(values: IntoIter<'_, u8>) {
    needs_send(values);
}

fn main() {
    let _ = send;
}
