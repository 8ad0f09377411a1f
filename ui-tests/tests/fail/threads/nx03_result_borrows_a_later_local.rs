use memscope::{Carried, CollectIn, Keepable, scope};
use rayon::prelude::*;

#[derive(Keepable, Carried)]
struct Words<'src, 'mcx> {
    list: &'mcx [&'src str],
}

fn main() {
    scope!(cx);
    let text = String::from("to be");
    let lists = [1, 2].par_iter().collect_in::<Words<'_, '_>>(cx, |part, _, _| Words {
        list: part.alloc_iter(text.split(' ')),
    });
    println!("{:?}", lists[0].list);
}
