use memscope::InScope;

#[derive(InScope)]
struct Parser<'mcx> {
    #[memscope(scope)]
    text: &'mcx str,
}

fn main() {}
