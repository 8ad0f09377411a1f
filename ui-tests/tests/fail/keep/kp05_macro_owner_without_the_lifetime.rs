use memscope::{Keepable, Kept, scoped};

#[derive(Keepable)]
struct Words<'mcx>(&'mcx [&'mcx str]);

#[scoped]
fn words() -> Kept<Words<'static>> {
    Words(cx.alloc_slice_copy(&["a", "b"]))
}

fn main() {
    words().with(|words| println!("{}", words.0.len()));
}
