use memscope::{keep, scope};

fn main() {
    scope!(cx);
    println!("{}", keep!(with = cx));
}
