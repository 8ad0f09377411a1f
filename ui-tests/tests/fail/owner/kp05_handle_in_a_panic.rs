use memscope::Kept;

use std::panic::panic_any;

fn main() {
    let mut kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.with_mut(|root, _| panic_any(*root));
}
