use memscope::KeptOn;
use memscope::source::Heap;

fn main() {
    let mut out = "";
    let kept: KeptOn<&'static str, Heap> = KeptOn::new(Heap, |cx| {
        out = cx.alloc_str("text");
        out
    });
    drop(kept);
    println!("{out}");
}
