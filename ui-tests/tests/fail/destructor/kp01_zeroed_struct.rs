use memscope::scope;
use std::num::NonZero;

struct Id(NonZero<u32>);

fn main() {
    scope!(cx);
    println!("{}", cx.alloc_zeroed::<Id>().0);
}
