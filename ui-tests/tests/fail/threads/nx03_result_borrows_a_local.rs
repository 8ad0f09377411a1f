use memscope::{CollectIn, scope};
use rayon::prelude::*;

fn main() {
    scope!(cx);
    let names = {
        let text = String::from("a name");
        [1, 2].par_iter().collect_in::<&'static str>(cx, |_, _, _| text.as_str())
    };
    println!("{names:?}");
}
