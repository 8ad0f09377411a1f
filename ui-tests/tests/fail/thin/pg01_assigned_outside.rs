use memscope::{ThinVec, scope};

fn main() {
    let kept;
    {
        scope!(cx);
        kept = ThinVec::from_iter_in([1], cx);
    }
    println!("{kept:?}");
}
