use memscope::scope;

fn main() {
    scope!(cx);
    let _ = cx.try_alloc(cx.vec::<u8>());
}
