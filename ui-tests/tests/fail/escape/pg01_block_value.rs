use memscope::scope;

fn main() {
    let number = {
        scope!(cx);
        let number = cx.alloc(7);
        number
    };
    println!("{number}");
}
