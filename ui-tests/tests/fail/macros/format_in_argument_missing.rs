use memscope::{format_in, scope};

fn main() {
    scope!(cx);
    println!("{}", format_in!(cx, "{} {}", 7));
}
