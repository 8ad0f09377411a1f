use memscope::ffi::Table;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<Table<'_>>();
}
