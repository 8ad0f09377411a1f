use memscope::{CollectIn, scope};
use rayon::prelude::*;

fn main() {
    scope!(cx);
    let names = [1, 2].par_iter().collect_in::<&'static str>(cx, |_, _, _| &*cx.alloc_str("a name"));
    println!("{names:?}");
}
