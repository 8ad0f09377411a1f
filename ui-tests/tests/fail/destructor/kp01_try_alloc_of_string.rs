use memscope::scope;

fn main() {
    scope!(cx);
    let _ = cx.try_alloc(String::from("a name"));
}
