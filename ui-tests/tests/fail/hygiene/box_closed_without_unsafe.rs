use memscope::__private::open;
use memscope::scope;

fn main() {
    scope!(cx);
    let (ptr, opened) = open(cx.boxed(7));
    let _ = opened.close(ptr);
}
