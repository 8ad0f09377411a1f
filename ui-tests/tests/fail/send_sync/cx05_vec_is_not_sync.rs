use memscope::MemVec;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<MemVec<'_, u8>>();
}
