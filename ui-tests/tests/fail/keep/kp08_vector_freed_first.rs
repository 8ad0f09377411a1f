use memscope::{keep, scope};

fn main() {
    scope!(cx);
    let kept: &mut u32 = {
        scope!(a);
        let list = a.vec::<u8>();
        keep!(7, with = cx, using = list)
    };
    println!("{kept}");
}
