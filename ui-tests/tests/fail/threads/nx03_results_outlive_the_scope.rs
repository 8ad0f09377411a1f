use memscope::{CollectIn, scope};
use rayon::prelude::*;

fn main() {
    let names;
    {
        scope!(cx);
        names = [1, 2].par_iter().collect_in::<&'static str>(cx, |part, _, _| &*part.alloc_str("a")).into_slice();
    }
    println!("{names:?}");
}
