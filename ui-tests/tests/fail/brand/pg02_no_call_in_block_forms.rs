use memscope::scope;

fn main() {
    scope!(a => {
        scope!(b => {
            let _both = [a, b];
            loop {}
        })
    })
}
