use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_zeroed::<&u8>();
}
