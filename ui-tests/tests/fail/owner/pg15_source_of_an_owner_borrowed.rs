use memscope::KeptOn;
use memscope::source::{Heap, Tracking};

fn main() {
    let source = Tracking::new(Heap);
    let _kept: KeptOn<&'static str, _> = KeptOn::new(&source, |_| "text");
}
