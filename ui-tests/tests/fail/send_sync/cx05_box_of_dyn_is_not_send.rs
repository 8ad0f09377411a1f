use memscope::MemBox;
use std::fmt::Display;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<MemBox<'_, dyn Display>>();
}
