use memscope::Kept;

use std::rc::Rc;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.adopt(Rc::new(1));
}
