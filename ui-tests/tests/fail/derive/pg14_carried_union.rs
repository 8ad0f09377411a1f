use memscope::{Carried, MemCx};

#[derive(Carried)]
union Either<'mcx> {
    cx: MemCx<'mcx>,
    name: &'mcx str,
}

fn main() {}
