use memscope::{MemBox, scope};

fn name() -> &'static str {
    scope!(cx);
    let name = cx.boxed(String::from("a name"));
    let name: &str = MemBox::leak(name);
    name
}

fn main() {
    name();
}
