use memscope::{CollectIn, scope};
use rayon::prelude::*;

fn main() {
    scope!(cx);
    [1, 2].par_iter().collect_in::<&'static str>(cx, |part, _, _| {
        rayon::join(|| (), || part.alloc(7));
        "a"
    });
}
