use memscope::MemVec;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<MemVec<'_, u8>>();
}
