use memscope::MemString;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<MemString<'_>>();
}
