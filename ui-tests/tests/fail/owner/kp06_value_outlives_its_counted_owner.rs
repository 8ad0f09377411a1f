use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let shared = kept.into_rc();
    let other = shared.clone();
    let length = other.keep(other.len());
    drop(other);
    println!("{length}");
}
