use memscope::{MemCell, scope};

fn main() {
    let kept;
    {
        scope!(cx, key = k);
        kept = MemCell::new(7);
        println!("{} {cx:?}", kept.get(&k));
    }
    println!("{}", kept.into_inner());
}
