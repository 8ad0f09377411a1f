use memscope::scope;

fn main() {
    scope!(mut cx);
    cx.alloc(7);
}
