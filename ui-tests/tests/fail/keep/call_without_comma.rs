use memscope::{keep, scope};

fn main() {
    scope!(cx);
    println!("{}", keep!(1 with = cx));
}
