use memscope::scope;

fn main() {
    let mut current = "none";
    {
        scope!(cx);
        std::mem::swap(&mut current, &mut (cx.alloc_str("some") as &str));
    }
    println!("{current}");
}
