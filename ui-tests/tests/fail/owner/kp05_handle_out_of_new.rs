use memscope::{Kept, MemCx};

fn main() {
    let mut out: Option<MemCx<'_>> = None;
    let kept: Kept<&'static str> = Kept::new(|cx| {
        out = Some(cx);
        ""
    });
    println!("{kept}{out:?}");
}
