use memscope::scope;

fn main() {
    scope!(cx);
    scope!(tmp, in cx);
    tmp.alloc(7);
}
