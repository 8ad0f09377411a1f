use memscope::scoped;

#[scoped]
const fn number() -> u32 {
    *cx.alloc(7)
}

fn main() {
    println!("{}", number());
}
