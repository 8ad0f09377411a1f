use memscope::MemMap;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<MemMap<'_, u8, u8>>();
}
