use memscope::scope;

fn main() {
    scope!(cx, name = 7);
    cx.alloc(7);
}
