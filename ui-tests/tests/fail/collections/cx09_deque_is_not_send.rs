use memscope::MemDeque;

fn needs_send<T: Send>(_: T) {}

fn send(queue: MemDeque<'_, u8>) {
    needs_send(queue);
}

fn main() {
    let _ = send;
}
