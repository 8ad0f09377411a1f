use memscope::{Family, Keepable, Kept, MemCx};

struct Root<'mcx>(MemCx<'mcx>);

impl Family for Root<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Root<'_> {
    type At = Root<'m>;
}

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<Kept<Root<'static>>>();
}
