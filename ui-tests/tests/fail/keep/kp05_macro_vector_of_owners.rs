use memscope::{Kept, scoped};

#[scoped(<'a>)]
fn words(text: &str) -> Vec<Kept<&'a str>> {
    text.split(' ').map(|word| Kept::new(|own| &*own.alloc_str(cx.alloc_str(word)))).collect()
}

fn main() {
    println!("{}", words("a b").len());
}
