use memscope::{MemBox, scope};

fn main() {
    let name: MemBox<'_, String>;
    scope!(cx);
    name = cx.boxed(String::from("a name"));
    println!("{}", name.len());
}
