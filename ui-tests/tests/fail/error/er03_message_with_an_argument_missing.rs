use memscope::{error_in, scope};

fn main() {
    scope!(cx);
    println!("{}", error_in!(cx, "row {} is empty"));
}
