use memscope::scoped;

#[scoped(cx, key)]
fn run() {
    println!("{cx:?}");
}

fn main() {
    run();
}
