use memscope::{scope, unsize};

fn main() {
    let mut number = 7;
    scope!(cx);
    let mutable = cx.boxed(&mut number);
    drop(unsize!(mutable => &i32));
}
