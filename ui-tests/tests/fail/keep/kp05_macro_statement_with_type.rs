use memscope::{Kept, scope};

fn main() {
    scope!(cx -> Kept<&'mcx u32>);
    println!("{}", cx.alloc(7));
}
