use memscope::scope;

fn main() {
    scope!(a);
    scope!(b in a);
    let _both = [a, b];
    loop {}
}
