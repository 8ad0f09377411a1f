use memscope::{CopyIn, scope};

#[derive(CopyIn)]
struct Token<'src, 'mcx> {
    #[copy_in(share)]
    text: &'src str,
    tags: &'mcx [u32],
}

fn main() {
    scope!(cx);
    let kept;
    {
        let text = String::from("text");
        kept = Token { text: &text, tags: &[1] }.copy_in(cx);
    }
    println!("{}{:?}", kept.text, kept.tags);
}
