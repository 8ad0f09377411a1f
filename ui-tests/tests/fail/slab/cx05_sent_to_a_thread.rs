use memscope::{scope, slab};

fn needs_send<T: Send>(_: T) {}

fn main() {
    scope!(cx);
    slab!(mut numbers in cx);
    numbers.push(1);
    needs_send(numbers);
}
