use memscope::{Carried, MemCx};

type Place<'a> = Option<&'a MemCx<'a>>;

#[derive(Carried)]
struct Row<'mcx>(&'mcx str, Place<'mcx>);

fn main() {}
