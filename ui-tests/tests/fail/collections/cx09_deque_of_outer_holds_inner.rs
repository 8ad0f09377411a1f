use memscope::scope;

fn main() {
    scope!(outer);
    let mut queue = outer.deque();
    for i in 0..3 {
        scope!(row);
        queue.push_front(row.alloc(i));
    }
    println!("{}", queue.len());
}
