use memscope::scope;

fn main() {
    scope!(cx);
    cx.adopt(cx.boxed(7));
}
