use memscope::{Carried, MemCx};

trait HasHandle {
    type Handle;
}

impl<'a> HasHandle for &'a () {
    type Handle = MemCx<'a>;
}

#[derive(Carried)]
struct Hidden<'mcx>(<&'mcx () as HasHandle>::Handle);

fn main() {}
