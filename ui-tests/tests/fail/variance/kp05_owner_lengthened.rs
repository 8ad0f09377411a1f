use memscope::{Family, Keepable, Kept};

struct Doc<'src, 'mcx>(&'src str, &'mcx str);

impl<'src> Family for Doc<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Doc<'src, '_> {
    type At = Doc<'src, 'm>;
}

fn lengthened<'short, 'long: 'short>(doc: Kept<Doc<'short, 'static>>) -> Kept<Doc<'long, 'static>> {
    doc
}

fn main() {
    let _ = lengthened;
}
