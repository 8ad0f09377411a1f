use memscope::scope;

fn needs_sync<T: Sync>(_: &T) {}

fn main() {
    scope!(numbers: u32);
    needs_sync(&numbers);
}
