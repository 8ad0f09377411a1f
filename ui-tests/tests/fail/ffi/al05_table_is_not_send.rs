use memscope::ffi::Table;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Table<'_>>();
}
