use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc(cx.boxed(7));
}
