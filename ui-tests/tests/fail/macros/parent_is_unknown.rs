use memscope::scope;

fn main() {
    scope!(tmp in cx);
    tmp.alloc(7);
}
