use memscope::scope;

fn main() {
    scope!(cx, crate = "memscope");
    cx.alloc(7);
}
