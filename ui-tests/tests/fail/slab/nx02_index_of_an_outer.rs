use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut outer in cx);
    let index = outer.push(1);
    {
        slab!(inner: i32 in cx);
        println!("{}", inner[index]);
    }
}
