use memscope::scope;

fn main() {
    let number = scope!(cx => *cx.alloc(7));
    println!("{number}");
}
