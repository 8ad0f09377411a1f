use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let mut first = a.string();
    first.push('1');
    first = b.string();
    first.push('2');
}
