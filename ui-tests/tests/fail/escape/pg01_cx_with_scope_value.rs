use memscope::with_scope;

fn main() {
    let cx = with_scope(|cx| cx);
    cx.alloc(7);
}
