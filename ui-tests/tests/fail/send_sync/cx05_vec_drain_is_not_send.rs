use memscope::vec::Drain;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Drain<'_, '_, u8>>();
}
