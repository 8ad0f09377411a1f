use memscope::scope;

fn main() {
    let owner = scope!(cx -> => { cx.alloc_str("text").len() });
    println!("{owner}");
}
