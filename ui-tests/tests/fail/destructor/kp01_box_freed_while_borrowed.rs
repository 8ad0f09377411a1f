use memscope::scope;

fn main() {
    scope!(cx);
    let name = cx.boxed(String::from("a name"));
    let text = name.as_str();
    cx.free(name);
    println!("{text}");
}
