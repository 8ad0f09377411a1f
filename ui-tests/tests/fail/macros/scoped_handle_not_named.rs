use memscope::scoped;

#[scoped(row)]
fn number() -> u32 {
    *cx.alloc(7)
}

fn main() {
    println!("{}", number());
}
