use memscope::{pipe, scope};

fn main() {
    scope!(cx);
    println!("{}", pipe!(5 | keep _ with cx | keep _ with result | _ + 1));
}
