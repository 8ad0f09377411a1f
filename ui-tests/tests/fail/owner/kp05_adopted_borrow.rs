use memscope::Kept;

fn main() {
    let text = String::from("borrowed");
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.adopt(&*text);
}
