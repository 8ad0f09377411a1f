use memscope::Kept;

use std::cell::Cell;

thread_local! {
    static LAST: Cell<&'static str> = const { Cell::new("") };
}

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.with(|root| LAST.set(root));
}
