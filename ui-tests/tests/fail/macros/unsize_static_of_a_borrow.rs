use memscope::{scope, unsize};
use std::fmt::Display;

fn main() {
    let text = String::from("text");
    scope!(cx);
    drop(unsize!(cx.boxed(&text) => dyn Display + 'static));
}
