use memscope::scoped;

#[scoped]
fn adder<'a>(n: u32) -> impl Fn(u32) -> u32 + 'a {
    let n = cx.alloc(n);
    move |m| *n + m
}

fn main() {
    adder(1)(2);
}
