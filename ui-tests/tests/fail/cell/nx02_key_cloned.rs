use memscope::scope;

fn main() {
    scope!(cx, key = k);
    let second = k.clone();
    println!("{cx:?} {second:?}");
}
