use memscope::{Kept, KeptArc};

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let mut shared = kept.into_arc();
    let only = KeptArc::get_mut(&mut shared).unwrap();
    let other = shared.clone();
    only.with_mut(|root, _| *root = "");
    println!("{}", *other);
}
