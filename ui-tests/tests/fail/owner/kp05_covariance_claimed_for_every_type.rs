use memscope::{At, Covariant, Family, Keepable};

struct Both<F>(F, F);

impl<F: Family> Family for Both<F> {
    type Rest = F::Rest;
}

impl<'m, F: for<'a> Keepable<'a>> Keepable<'m> for Both<F> {
    type At = Both<At<'m, F>>;
}

impl<F: for<'a> Keepable<'a>> Covariant for Both<F> {
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long,
    {
        root
    }
}

fn main() {}
