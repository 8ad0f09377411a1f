use memscope::ffi::CSource;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<CSource>();
}
