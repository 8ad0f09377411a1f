use memscope::scope;

fn main() {
    scope!(cx, name: "row");
    cx.alloc(7);
}
