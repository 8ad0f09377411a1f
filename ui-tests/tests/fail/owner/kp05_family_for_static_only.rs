use memscope::{Family, Keepable, Kept};

struct Text<'mcx>(&'mcx str);

impl Family for Text<'_> {
    type Rest = ();
}

impl Keepable<'static> for Text<'_> {
    type At = Text<'static>;
}

fn text(_: Kept<Text<'static>>) {}

fn main() {
    let _ = text;
}
