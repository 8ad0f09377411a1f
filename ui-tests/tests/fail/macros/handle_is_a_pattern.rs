use memscope::scope;

fn main() {
    scope!((a, b));
}
