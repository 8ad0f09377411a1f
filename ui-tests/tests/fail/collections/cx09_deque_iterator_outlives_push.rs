use memscope::scope;

fn main() {
    scope!(cx);
    let mut queue = cx.deque();
    queue.push_back(1);
    for n in queue.iter() {
        queue.push_back(*n);
    }
}
