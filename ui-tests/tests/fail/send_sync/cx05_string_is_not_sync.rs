use memscope::MemString;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<MemString<'static>>();
}
