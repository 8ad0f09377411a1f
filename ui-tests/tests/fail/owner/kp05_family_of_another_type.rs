use memscope::{Family, Keepable};

struct Any<'any>(&'any str);

struct Text<'mcx>(&'mcx str);

impl<'any> Family for Any<'any> {
    type Rest = &'any ();
}

impl Family for Text<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Any<'_> {
    type At = Text<'m>;
}

fn main() {}
