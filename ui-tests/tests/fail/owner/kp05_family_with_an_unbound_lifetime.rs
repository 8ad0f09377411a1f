use memscope::{Family, Keepable};

struct Text;

impl Family for Text {
    type Rest = ();
}

impl<'m, 'any> Keepable<'m> for Text {
    type At = &'any str;
}

fn main() {}
