use memscope::{CollectIn, MemVec, scope};
use rayon::prelude::*;

fn main() {
    scope!(cx);
    [1, 2].par_iter().collect_in::<MemVec<'static, u32>>(cx, |part, _, _| part.vec());
}
