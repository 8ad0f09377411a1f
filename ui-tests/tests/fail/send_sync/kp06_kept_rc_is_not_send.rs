use memscope::KeptRc;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<KeptRc<&'static str>>();
}
