use memscope::{Carried, MemCx};

macro_rules! handle {
    () => {
        MemCx<'mcx>
    };
}

#[derive(Carried)]
struct Row<'mcx>(&'mcx str, handle!());

fn main() {}
