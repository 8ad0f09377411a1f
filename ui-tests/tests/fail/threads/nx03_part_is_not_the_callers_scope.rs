use memscope::{CollectIn, MemVec, scope};
use rayon::prelude::*;

fn push<'cx>(list: &mut MemVec<'cx, &'cx str>, text: &'cx str) {
    list.push(text);
}

fn main() {
    scope!(cx);
    [1, 2].par_iter().collect_in::<&'static str>(cx, |part, _, _| {
        scope!(own);
        let mut list = own.vec();
        push(&mut list, part.alloc_str("a"));
        list[0]
    });
}
