use memscope::{Family, Keepable, Kept};

struct Pair<'mcx, T>(T, &'mcx str);

impl<T> Family for Pair<'_, T> {
    type Rest = ();
}

impl<'m, T> Keepable<'m> for Pair<'_, T> {
    type At = Pair<'m, T>;
}

type Takes<'a> = fn(&'a str);

fn lengthened<'short>(kept: Kept<Pair<'static, Takes<'short>>>) -> Kept<Pair<'static, Takes<'static>>> {
    kept
}

fn main() {
    let _ = lengthened;
}
