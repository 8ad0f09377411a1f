use memscope::source::Heap;
use memscope::{Keepable, KeptOn};

#[derive(Keepable)]
struct Doc<'src, 'mcx>(&'src str, &'mcx str);

type On<'src> = KeptOn<Doc<'src, 'static>, Heap>;

fn shortened<'short, 'long: 'short>(doc: On<'long>) -> On<'short> {
    doc
}

fn main() {
    let _ = shortened;
}
