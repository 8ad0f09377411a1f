use memscope::scope;

fn main() {
    scope!(cx, limit = "64 KiB");
    cx.alloc(7);
}
