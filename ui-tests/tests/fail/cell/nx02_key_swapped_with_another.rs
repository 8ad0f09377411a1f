use memscope::scope;

fn main() {
    scope!(a, key = k);
    scope!(b, key = l);
    std::mem::swap(&mut k, &mut l);
    println!("{a:?} {b:?}");
}
