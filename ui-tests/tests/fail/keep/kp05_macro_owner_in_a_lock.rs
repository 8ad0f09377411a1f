use memscope::{Keepable, Kept, scoped};
use std::sync::Mutex;

#[derive(Keepable)]
struct Words<'mcx>(&'mcx [&'mcx str]);

#[scoped]
fn words() -> Mutex<Kept<Words<'mcx>>> {
    Mutex::new(Words(cx.alloc_slice_copy(&["a", "b"])))
}

fn main() {
    println!("{}", words().lock().is_ok());
}
