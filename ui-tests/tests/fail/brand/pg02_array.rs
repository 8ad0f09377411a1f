use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let all = [a, b];
    println!("{all:?}");
}
