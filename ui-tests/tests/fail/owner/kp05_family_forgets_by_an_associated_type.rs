use memscope::{Family, Keepable};

trait Forget {
    type Nothing;
}

impl Forget for &str {
    type Nothing = ();
}

struct Words<'src, 'mcx>(&'mcx &'src str);

impl<'src> Family for Words<'src, '_> {
    type Rest = <&'src str as Forget>::Nothing;
}

impl<'m, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn main() {}
