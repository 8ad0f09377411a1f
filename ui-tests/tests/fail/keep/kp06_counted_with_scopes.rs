use memscope::{keep, scope};

fn main() {
    let counted = {
        scope!(one);
        scope!(other);
        let list = one.vec::<u8>();
        keep!(7, with = (list, other, 5), counted)
    };
    println!("{}", **counted);
}
