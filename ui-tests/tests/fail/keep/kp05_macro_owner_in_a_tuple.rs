use memscope::{Keepable, Kept, scoped};

#[derive(Keepable)]
struct Words<'mcx>(&'mcx [&'mcx str]);

#[scoped]
fn words() -> (Kept<Words<'mcx>>, usize) {
    (Words(cx.alloc_slice_copy(&["a", "b"])), 2)
}

fn main() {
    println!("{}", words().1);
}
