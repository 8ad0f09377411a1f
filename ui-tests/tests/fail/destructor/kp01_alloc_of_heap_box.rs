use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc(Box::new(7));
}
