use memscope::scope;

fn main() {
    drop(async {
        scope!(a);
        scope!(b);
        let _both = [a, b];
        loop {}
    });
}
