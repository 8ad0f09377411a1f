use memscope::scope;

fn main() {
    let number = || {
        scope!(cx);
        let number: &u32 = cx.alloc(7);
        number
    };
    println!("{}", number());
}
