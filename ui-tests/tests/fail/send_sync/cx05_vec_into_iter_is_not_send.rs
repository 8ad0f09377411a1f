use memscope::vec::IntoIter;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<IntoIter<'_, u8>>();
}
