use memscope::scope;

fn main() {
    scope!(cx, crate = ::std);
    cx.alloc(7);
}
