use memscope::__private::{close, open};
use memscope::scope;

fn main() {
    scope!(cx);
    let (ptr, opened) = open(cx.boxed(7));
    let _ = close(ptr, opened);
}
