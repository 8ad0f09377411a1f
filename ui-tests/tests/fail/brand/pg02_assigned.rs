use memscope::scope;

fn main() {
    scope!(a);
    let mut current = a;
    current.alloc(7);
    scope!(b);
    current = b;
    current.alloc(8);
}
