use memscope::{MemBox, scope, vec_in};

fn main() {
    let drained;
    {
        scope!(cx);
        let numbers = MemBox::leak(cx.boxed(vec_in![cx; 1, 2]));
        drained = numbers.drain(..);
    }
    println!("{}", drained.len());
}
