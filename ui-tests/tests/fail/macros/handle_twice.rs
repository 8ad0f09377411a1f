use memscope::scope;

fn main() {
    scope!(a b);
    a.alloc(7);
}
