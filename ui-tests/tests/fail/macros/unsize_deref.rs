use memscope::{scope, unsize};

fn main() {
    scope!(cx);
    let text = cx.boxed(String::from("text"));
    drop(unsize!(text => str));
}
