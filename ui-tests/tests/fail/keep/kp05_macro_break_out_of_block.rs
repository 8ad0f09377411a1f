use memscope::{Kept, scope};

fn main() {
    for n in 0..3 {
        let owner = scope!(cx -> Kept<&'mcx u32> => {
            if n == 1 {
                break;
            }
            cx.alloc(n)
        });
        println!("{}", *owner);
    }
}
