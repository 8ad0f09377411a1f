use memscope::{scope, slab};

async fn wait() {}

async fn numbers() {
    scope!(cx);
    slab!(mut a in cx);
    let index = a.push(1);
    wait().await;
    slab!(b: i32 in cx);
    println!("{}", b[index]);
}

fn main() {
    drop(numbers());
}
