use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut outer in cx);
    outer.push(1);
    let index = {
        slab!(mut inner in cx);
        inner.push(1)
    };
    println!("{}", outer[index]);
}
