use memscope::{Kept, scoped};

#[scoped(cx -> Kept<&'mcx u32>)]
fn number() -> Kept<&'mcx u32> {
    cx.alloc(7)
}

fn main() {
    println!("{}", *number());
}
