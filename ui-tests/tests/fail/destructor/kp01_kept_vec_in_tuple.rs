use memscope::{keep, scope};

fn main() {
    scope!(cx);
    let kept: &mut (u32, Vec<u32>) = keep!((7, vec![8]), with = cx);
    println!("{}", kept.1.len());
}
