use memscope::{scope, with_slab};

fn main() {
    scope!(cx);
    with_slab(cx, |slab| {
        let mut a = slab.clone().open();
        let index = a.push(1);
        println!("{}", slab.open()[index]);
    });
}
