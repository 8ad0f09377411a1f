use memscope::scope;

fn main() {
    scope!(cx);
    scope!(tmp, name = "tmp" in cx);
    tmp.alloc(7);
}
