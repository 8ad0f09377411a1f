use memscope::{Family, Keepable, Kept, MemCx};

struct Root<'mcx>(MemCx<'mcx>);

impl Family for Root<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Root<'_> {
    type At = Root<'m>;
}

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Kept<Root<'static>>>();
}
