use memscope::{Carried, MemCx};

trait Allocates {
    type Handle;
}

impl<'mcx> Allocates for Row<'mcx> {
    type Handle = MemCx<'mcx>;
}

#[derive(Carried)]
struct Row<'mcx>(&'mcx str, <Self as Allocates>::Handle);

fn main() {}
