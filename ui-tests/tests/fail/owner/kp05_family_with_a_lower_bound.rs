use memscope::{Family, Keepable, Kept};

struct Words<'src, 'mcx: 'src>(&'src &'mcx str);

impl<'src> Family for Words<'src, '_> {
    type Rest = &'src ();
}

impl<'m: 'src, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn words<'src>(_: Kept<Words<'src, 'src>>) {}

fn main() {
    let _ = words;
}
