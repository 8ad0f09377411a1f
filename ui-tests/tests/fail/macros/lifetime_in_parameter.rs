use memscope::scoped;

#[scoped(<'mcx> cx)]
fn push(out: &mut Vec<&'mcx u32>) {
    out.push(cx.alloc(7));
}

fn main() {
    push(&mut Vec::new());
}
