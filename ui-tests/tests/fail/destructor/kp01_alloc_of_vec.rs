use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc(vec![1, 2, 3]);
}
