use memscope::{Branded, Family, Keepable};

struct Doc<'src, 'mcx>(&'src str, &'mcx str);

impl<'src> Family for Doc<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Doc<'src, '_> {
    type At = Doc<'src, 'm>;
}

fn shortened<'short, 'long: 'short>(doc: Branded<Doc<'long, 'static>>) -> Branded<Doc<'short, 'static>> {
    doc
}

fn main() {
    let _ = shortened;
}
