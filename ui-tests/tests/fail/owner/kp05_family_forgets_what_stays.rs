use memscope::{Family, Keepable};

struct Words<'src, 'mcx>(&'mcx &'src str);

impl Family for Words<'_, '_> {
    type Rest = ();
}

impl<'m, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn main() {}
