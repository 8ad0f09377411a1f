use memscope::KeptOn;
use memscope::source::Heap;

fn main() {
    let mut kept: KeptOn<&'static str, Heap> = KeptOn::new(Heap, |cx| &*cx.alloc_str("text"));
    let cx = kept.with_mut(|_, cx| cx);
    cx.alloc(1);
}
