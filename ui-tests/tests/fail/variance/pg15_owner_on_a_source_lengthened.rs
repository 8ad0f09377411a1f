use memscope::source::Heap;
use memscope::{Keepable, KeptOn};

#[derive(Keepable)]
struct Doc<'src, 'mcx>(&'src str, &'mcx str);

type On<'src> = KeptOn<Doc<'src, 'static>, Heap>;

fn lengthened<'short, 'long: 'short>(doc: On<'short>) -> On<'long> {
    doc
}

fn main() {
    let _ = lengthened;
}
