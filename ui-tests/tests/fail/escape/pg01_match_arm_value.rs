use memscope::scope;

fn main() {
    let name: &str = match std::env::args().next() {
        Some(arg) => {
            scope!(cx);
            let arg: &str = cx.alloc_str(&arg);
            arg
        }
        None => "none",
    };
    println!("{name}");
}
