use memscope::scoped;

#[scoped]
fn name() -> String {
    cx.alloc_str("a name")
}

fn main() {
    name();
}
