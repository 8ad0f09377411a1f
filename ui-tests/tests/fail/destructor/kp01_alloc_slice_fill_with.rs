use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_slice_fill_with(3, |i| i.to_string());
}
