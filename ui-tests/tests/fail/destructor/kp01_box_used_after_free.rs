use memscope::scope;

fn main() {
    scope!(cx);
    let name = cx.boxed(String::from("a name"));
    cx.free(name);
    println!("{}", name.len());
}
