use memscope::{scope, unsize};

fn main() {
    scope!(cx);
    let number = cx.boxed(7);
    drop(unsize!(number => ()));
}
