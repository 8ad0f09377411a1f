use memscope::{Covariant, Keepable};

trait Lend {
    type Item<'a>
    where
        Self: 'a;
}

#[derive(Keepable, Covariant)]
struct Lent<'mcx, T: Lend + 'mcx> {
    item: T::Item<'mcx>,
}

fn main() {}
