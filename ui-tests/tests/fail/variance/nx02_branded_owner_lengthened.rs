use memscope::{Branded, Family, Keepable};

struct Doc<'src, 'mcx>(&'src str, &'mcx str);

impl<'src> Family for Doc<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Doc<'src, '_> {
    type At = Doc<'src, 'm>;
}

fn lengthened<'short, 'long: 'short>(doc: Branded<Doc<'short, 'static>>) -> Branded<Doc<'long, 'static>> {
    doc
}

fn main() {
    let _ = lengthened;
}
