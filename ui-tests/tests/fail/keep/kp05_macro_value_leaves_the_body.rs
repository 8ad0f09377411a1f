use memscope::{Kept, scope};

fn main() {
    let mut last = "";
    let owner = scope!(cx -> Kept<&'mcx str> => {
        last = cx.alloc_str("last");
        last
    });
    drop(owner);
    println!("{last}");
}
