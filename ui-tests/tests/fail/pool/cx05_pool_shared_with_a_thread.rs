use memscope::scope;

fn needs_sync<T: Sync>(_: &T) {}

fn main() {
    scope!(cx);
    needs_sync(&cx.pool::<u8>());
}
