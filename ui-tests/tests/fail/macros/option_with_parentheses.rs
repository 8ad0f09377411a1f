use memscope::scope;

fn main() {
    scope!(cx, limit(64 * 1024), name = "row");
    cx.alloc(7);
}
