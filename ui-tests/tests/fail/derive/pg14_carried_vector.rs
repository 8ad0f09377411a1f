use memscope::{Carried, MemVec};

#[derive(Carried)]
struct Row<'mcx> {
    name: &'mcx str,
    cells: MemVec<'mcx, u32>,
}

fn main() {}
