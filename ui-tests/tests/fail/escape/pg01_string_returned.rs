use memscope::{MemString, scope};

fn greeting<'a>(name: &str) -> MemString<'a> {
    scope!(cx);
    let mut greeting = cx.string();
    greeting.push_str(name);
    greeting
}

fn main() {
    greeting("Ada");
}
