use memscope::scope;

fn main() {
    scope!(a);
    loop {
        scope!(b);
        let _both = [a, b];
        loop {}
    }
}
