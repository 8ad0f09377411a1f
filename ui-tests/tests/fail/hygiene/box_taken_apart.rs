use memscope::scope;

fn main() {
    scope!(cx);
    let number = cx.boxed(7);
    println!("{:p}", number.ptr);
}
