use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut names in cx);
    let a = names.push(String::from("a"));
    let name = &names[a];
    names.push(String::from("b"));
    println!("{name}");
}
