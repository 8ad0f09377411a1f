use memscope::{Family, Keepable};

struct Words<'src, 'mcx>(&'src &'mcx str);

impl<'src> Family for Words<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn main() {}
