use memscope::{Keepable, Kept};

#[derive(Keepable)]
struct Entry<'mcx, T> {
    value: &'mcx T,
}

fn main() {
    let text = String::from("text");
    let kept: Kept<Entry<'static, &str>> = Kept::new(|cx| Entry { value: cx.alloc(text.as_str()) });
    kept.with(|entry| println!("{}", entry.value));
}
