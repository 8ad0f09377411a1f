use memscope::scope;

fn main() {
    scope!(cx => {
        let number = cx.alloc(7)
        println!("{number}");
    });
}
