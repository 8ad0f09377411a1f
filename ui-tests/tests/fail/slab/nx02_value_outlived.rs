use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut texts in cx);
    {
        let text = String::from("text");
        texts.push(text.as_str());
    }
    println!("{texts:?}");
}
