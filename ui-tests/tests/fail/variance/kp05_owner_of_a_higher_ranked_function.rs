use memscope::{Family, Keepable, Kept};

struct Pair<'mcx, T>(T, &'mcx str);

impl<T> Family for Pair<'_, T> {
    type Rest = ();
}

impl<'m, T> Keepable<'m> for Pair<'_, T> {
    type At = Pair<'m, T>;
}

fn narrowed(kept: Kept<Pair<'static, fn(&str)>>) -> Kept<Pair<'static, fn(&'static str)>> {
    kept
}

fn main() {
    let _ = narrowed;
}
