use memscope::scope;

fn main() {
    scope!(nodes:);
}
