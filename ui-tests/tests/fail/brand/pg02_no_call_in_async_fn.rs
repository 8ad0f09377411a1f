use memscope::scope;

async fn serve() {
    scope!(a);
    scope!(b);
    let _both = [a, b];
    loop {}
}

fn main() {
    drop(serve());
}
