use memscope::scope;

fn main() {
    let number = 'found: {
        scope!(cx => {
            break 'found cx.alloc(7);
        })
    };
    println!("{number}");
}
