use memscope::scope;

fn main() {
    scope!(cx);
    scope!(in cx);
}
