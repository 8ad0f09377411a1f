use memscope::scope;

fn greeting<'a>(name: &str) -> &'a str {
    scope!(cx);
    let mut greeting = cx.string();
    greeting.push_str(name);
    greeting.into_str()
}

fn main() {
    greeting("Ada");
}
