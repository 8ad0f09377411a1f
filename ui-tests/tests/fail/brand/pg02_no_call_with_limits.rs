use memscope::scope;

fn main() {
    scope!(a, limit = 64);
    scope!(b in a, limit = 64);
    let _both = [a, b];
    loop {}
}
