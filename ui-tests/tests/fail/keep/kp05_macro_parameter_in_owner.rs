use memscope::{Keepable, Kept, scoped};

#[derive(Keepable)]
struct Words<'mcx>(&'mcx [&'mcx str]);

#[scoped]
fn words(text: &str) -> Kept<Words<'mcx>> {
    Words(cx.alloc_iter(text.split(' ')))
}

fn main() {
    words("a b").with(|words| println!("{}", words.0.len()));
}
