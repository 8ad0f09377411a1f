use memscope::scope;

fn main() {
    let number = loop {
        scope!(cx);
        break cx.alloc(7);
    };
    println!("{number}");
}
