use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let mut first = a.boxed(1);
    let mut second = b.boxed(2);
    std::mem::swap(&mut first, &mut second);
    a.free(first);
}
