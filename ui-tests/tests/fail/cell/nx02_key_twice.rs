use memscope::scope;

fn main() {
    scope!(cx, key = k, key = k);
    println!("{cx:?} {k:?}");
}
