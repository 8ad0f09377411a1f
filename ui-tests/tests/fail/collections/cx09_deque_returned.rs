use memscope::{scope, MemDeque};

fn queue<'a>() -> MemDeque<'a, u8> {
    scope!(cx);
    let mut q = cx.deque();
    q.push_back(1);
    q
}

fn main() {
    queue();
}
