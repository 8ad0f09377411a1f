use memscope::{MemCx, scoped};

struct Parser<'mcx> {
    cx: MemCx<'mcx>,
}

#[scoped]
fn number() -> u32 {
    let parser = Parser { cx };
    #[keep(with = parser)]
    let value = 8;
    *value + *parser.cx.alloc(1)
}

fn main() {
    number();
}
