use memscope::{Kept, MemVec, scope};

fn main() {
    scope!(cx);
    let kept = Kept::<MemVec<'static, u32>>::new(|own| own.vec());
    let numbers = kept.into_scope(cx);
    println!("{numbers:?}");
}
