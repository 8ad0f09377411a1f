use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_default::<String>();
}
