use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let (mut first, mut second) = (a.pool::<u8>(), b.pool::<u8>());
    std::mem::swap(&mut first, &mut second);
}
