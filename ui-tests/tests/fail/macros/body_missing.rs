use memscope::scope;

fn main() {
    scope!(cx =>);
}
