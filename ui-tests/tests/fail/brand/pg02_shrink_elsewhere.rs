use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let buffer = a.boxed_uninit_slice::<u8>(8);
    b.shrink(buffer, 4);
}
