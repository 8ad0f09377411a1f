use memscope::{MemBox, scope};

fn name<'a>() -> MemBox<'a, String> {
    scope!(cx);
    cx.boxed(String::from("a name"))
}

fn main() {
    drop(name());
}
