use memscope::scope;

fn main() {
    scope!(5);
}
