use memscope::KeptRc;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<KeptRc<&'static str>>();
}
