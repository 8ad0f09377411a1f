use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_with(|| String::from("a name"));
}
