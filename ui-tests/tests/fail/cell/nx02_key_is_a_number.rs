use memscope::scope;

fn main() {
    scope!(cx, key = 5);
    println!("{cx:?}");
}
