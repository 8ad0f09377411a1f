use memscope::{Carried, MemCx};

struct Holder<'mcx>(MemCx<'mcx>);

impl Carried for Holder<'_> {}

fn main() {
    memscope::scope!(cx);
    println!("{}", Holder(cx).0.name());
}
