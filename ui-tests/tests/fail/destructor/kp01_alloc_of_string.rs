use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc(String::from("a name"));
}
