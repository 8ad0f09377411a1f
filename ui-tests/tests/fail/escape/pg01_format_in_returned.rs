use memscope::{format_in, scope};

fn greeting<'a>(name: &str) -> &'a str {
    scope!(cx);
    let greeting: &str = format_in!(cx, "hello {name}");
    greeting
}

fn main() {
    greeting("Ada");
}
