use memscope::{scope, with_slab};

fn main() {
    scope!(cx);
    let index = with_slab(cx, |slab| slab.open().push(1));
    println!("{index:?}");
}
