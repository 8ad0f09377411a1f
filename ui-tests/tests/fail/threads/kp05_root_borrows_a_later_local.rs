use memscope::{Carried, Keepable, Kept, scope};

#[derive(Keepable, Carried)]
struct Words<'src, 'mcx> {
    list: &'mcx [&'src str],
}

fn main() {
    scope!(cx);
    let text = String::from("to be");
    let kept = Kept::<Words<'_, '_>>::new(|own| Words { list: own.alloc_iter(text.split(' ')) });
    println!("{:?}", kept.into_scope(cx).list);
}
