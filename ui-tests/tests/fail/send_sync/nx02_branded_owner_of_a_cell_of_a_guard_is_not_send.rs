use memscope::{Branded, Keepable, MemCell};
use std::sync::MutexGuard;

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] &'m MemCell<'m, MutexGuard<'static, u8>>);

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Branded<Root<'static>>>();
}
