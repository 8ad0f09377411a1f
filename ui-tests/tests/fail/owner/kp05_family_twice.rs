use memscope::{Family, Keepable};

struct Text;

impl Family for Text {
    type Rest = ();
}

impl<'m> Keepable<'m> for Text {
    type At = &'m str;
}

impl<'m> Keepable<'m, &'static ()> for Text {
    type At = usize;
}

fn main() {}
