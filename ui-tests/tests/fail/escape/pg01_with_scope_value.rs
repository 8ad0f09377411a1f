use memscope::with_scope;

fn main() {
    let number = with_scope(|cx| cx.alloc(7));
    println!("{number}");
}
