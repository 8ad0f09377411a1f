use memscope::{Keepable, Kept, scope};

#[derive(Keepable)]
struct Words<'mcx>(&'mcx [&'mcx str]);

fn main() {
    let text = String::from("a b");
    let owner = scope!(cx -> Kept<Words<'mcx>> => { Words(cx.alloc_iter(text.split(' '))) });
    owner.with(|words| println!("{}", words.0.len()));
}
