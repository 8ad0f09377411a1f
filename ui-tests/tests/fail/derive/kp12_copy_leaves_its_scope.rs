use memscope::{CopyIn, MemCx, scope};

#[derive(CopyIn)]
struct Name<'mcx> {
    text: &'mcx str,
}

fn last<'mcx>(cx: MemCx<'mcx>, name: &Name<'mcx>) -> Name<'mcx> {
    scope!(tmp in cx);
    name.copy_in(tmp)
}

fn main() {
    scope!(cx);
    last(cx, &Name { text: "a" });
}
