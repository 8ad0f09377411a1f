use memscope::{Kept, scope};

fn main() {
    let kept = Kept::<&'static str>::new(|own| &*own.alloc_str("a name"));
    let text;
    {
        scope!(cx);
        text = kept.into_scope(cx);
    }
    println!("{text}");
}
