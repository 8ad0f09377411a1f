use memscope::scope;

fn main() {
    scope!(cx, 64);
    cx.alloc(7);
}
