use memscope::{Family, Keepable, Kept};

struct Words<'src, 'mcx> {
    text: &'src str,
    ends: &'mcx [usize],
}

impl Drop for Words<'_, '_> {
    fn drop(&mut self) {
        println!("{} {}", self.text, self.ends.len());
    }
}

impl<'src> Family for Words<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Words<'src, '_> {
    type At = Words<'src, 'm>;
}

fn words<'src>(text: &'src str) -> Kept<Words<'src, 'src>> {
    Kept::new(|_| Words { text, ends: &[] })
}

fn main() {
    let kept;
    let text = String::from("ends first");
    kept = words(&text);
    kept.with(|words| println!("{}", words.text));
}
