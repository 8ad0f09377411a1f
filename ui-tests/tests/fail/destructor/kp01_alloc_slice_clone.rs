use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_slice_clone(&[String::new()]);
}
