use memscope::scope;

fn main() {
    scope!(tmp in);
    tmp.alloc(7);
}
