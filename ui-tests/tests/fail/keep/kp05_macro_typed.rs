use memscope::{Kept, scope};

fn main() {
    let owner = scope!(numbers: u32 -> Kept<&'mcx u32> => { numbers.alloc(7) });
    println!("{}", *owner);
}
