use memscope::{keep, scope};

fn main() {
    scope!(outer);
    let kept: &mut u32 = {
        scope!(inner in outer);
        keep!(7, with = (inner, outer, outer, outer))
    };
    *kept += 1;
}
