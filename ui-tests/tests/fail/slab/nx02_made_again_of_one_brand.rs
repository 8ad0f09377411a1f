use memscope::{scope, with_slab};

fn main() {
    scope!(cx);
    with_slab(cx, |slab| {
        let mut a = slab.open();
        let index = a.push(1);
        let b = slab.open();
        println!("{}", b[index]);
    });
}
