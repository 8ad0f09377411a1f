use memscope::{At, Covariant, Family, Keepable, MemCx};

struct Root<'mcx>(MemCx<'mcx>);

impl Family for Root<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Root<'_> {
    type At = Root<'m>;
}

impl Covariant for Root<'_> {
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long,
    {
        root
    }
}

fn main() {}
