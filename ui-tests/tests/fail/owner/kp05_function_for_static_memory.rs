use memscope::{Kept, MemCx};

fn text(cx: MemCx<'static>) -> &'static str {
    cx.alloc_str("text")
}

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| text(cx));
    println!("{}", kept.get());
}
