use memscope::{Family, Keepable, Kept};

struct Text<'mcx>(&'mcx str);

impl Family for Text<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m, ()> for Text<'_> {
    type At = Text<'m>;
}

fn text(_: Kept<Text<'static>>) {}

fn main() {
    let _ = text;
}
