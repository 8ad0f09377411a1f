use memscope::{Kept, MemVec};

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Kept<MemVec<'static, u8>>>();
}
