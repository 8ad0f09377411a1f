use memscope::scope;

fn needs_send<T: Send>(_: T) {}

fn main() {
    scope!(cx);
    let pool = cx.pool();
    needs_send(pool.insert(1));
}
