use memscope::{Keepable, KeptArc, scoped};

#[derive(Keepable)]
struct Words<'mcx>(&'mcx [&'mcx str]);

#[scoped]
fn words() -> KeptArc<Words<'mcx>> {
    Words(cx.alloc_slice_copy(&["a", "b"]))
}

fn main() {
    println!("{}", KeptArc::strong_count(&words()));
}
