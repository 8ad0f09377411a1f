use memscope::scope;

fn main() {
    scope!(cx);
    scope!(tmp in cx name = "tmp");
    tmp.alloc(7);
}
