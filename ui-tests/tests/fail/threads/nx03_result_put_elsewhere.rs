use memscope::{CollectIn, scope};
use rayon::prelude::*;
use std::sync::Mutex;

fn main() {
    let seen = Mutex::new(Vec::new());
    scope!(cx);
    [1, 2].par_iter().collect_in::<&'static str>(cx, |part, _, _| {
        let text = &*part.alloc_str("a name");
        seen.lock().unwrap().push(text);
        text
    });
}
