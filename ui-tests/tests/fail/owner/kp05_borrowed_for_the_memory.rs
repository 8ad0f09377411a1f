use memscope::{Family, Keepable, Kept};

struct Words<'src, 'mcx>(&'src str, &'mcx str);

impl<'src> Family for Words<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn words<'src, 'short>(text: &'src str, word: &'short str) -> Kept<Words<'src, 'src>> {
    Kept::new(|_| Words(text, word))
}

fn main() {
    let _ = words;
}
