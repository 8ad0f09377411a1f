use memscope::MemDeque;

fn refill(queue: &mut MemDeque<'_, u8>) {
    let drain = queue.drain(..);
    queue.push_back(1);
    drop(drain);
}

fn main() {
    let _ = refill;
}
