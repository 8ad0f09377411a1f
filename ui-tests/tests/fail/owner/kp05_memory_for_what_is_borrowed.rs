use memscope::{Family, Keepable, Kept};

struct Words<'src, 'mcx>(&'src str, &'mcx str);

impl<'src> Family for Words<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn words<'src>() -> Kept<Words<'src, 'src>> {
    Kept::new(|cx| Words(cx.alloc_str("text"), ""))
}

fn main() {
    let _ = words;
}
