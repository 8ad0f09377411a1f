use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_iter_exact([String::new()]);
}
