use memscope::{Kept, MemVec};

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<Kept<MemVec<'static, u8>>>();
}
