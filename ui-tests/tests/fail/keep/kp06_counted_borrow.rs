use memscope::{Kept, keep};

fn main() {
    let one: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(1));
    let other: Kept<&'static mut u32> = Kept::new(|cx| cx.alloc(2));
    let text = String::from("text");
    let kept = keep!(text.as_str(), with = (one, other), counted);
    println!("{}", **kept);
}
