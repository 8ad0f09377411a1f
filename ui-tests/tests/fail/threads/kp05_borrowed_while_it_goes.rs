use memscope::{Kept, scope};

fn main() {
    scope!(cx);
    let kept = Kept::<&'static str>::new(|own| &*own.alloc_str("a name"));
    let beside = kept.keep(7);
    kept.into_scope(cx);
    println!("{beside}");
}
