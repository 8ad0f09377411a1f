use memscope::scoped;

#[scoped(<'mcx> cx)]
fn number() -> &'mcx u32 {
    cx.alloc(7)
}

fn main() {
    number();
}
