use memscope::{Carried, CollectIn, Keepable, scope};
use rayon::prelude::*;
use std::rc::Rc;

#[derive(Keepable, Carried)]
struct Name<'cx> {
    text: &'cx str,
    count: Rc<u32>,
}

fn main() {
    scope!(cx);
    [1, 2].par_iter().collect_in::<Name<'static>>(cx, |part, _, _| Name { text: part.alloc_str("a"), count: Rc::new(1) });
}
