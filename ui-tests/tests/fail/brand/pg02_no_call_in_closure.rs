use memscope::scope;

fn main() {
    let serve = || -> ! {
        scope!(a);
        scope!(b);
        let _both = [a, b];
        loop {}
    };
    serve();
}
