use memscope::MemMap;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<MemMap<'static, u8, u8>>();
}
