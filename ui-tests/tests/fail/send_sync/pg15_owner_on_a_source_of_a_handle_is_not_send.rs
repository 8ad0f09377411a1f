use memscope::source::Heap;
use memscope::{Keepable, KeptOn, MemCx};

#[derive(Keepable)]
struct Root<'mcx>(#[allow(dead_code)] MemCx<'mcx>);

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<KeptOn<Root<'static>, Heap>>();
}
