use memscope::ffi::CSource;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<CSource>();
}
