use memscope::{CollectIn, Keepable, scope};
use rayon::prelude::*;

#[derive(Keepable)]
struct Name<'cx> {
    text: &'cx str,
}

fn main() {
    scope!(cx);
    [1, 2].par_iter().collect_in::<Name<'static>>(cx, |part, _, _| Name { text: part.alloc_str("a") });
}
