use memscope::{keep, scope};

fn main() {
    scope!(cx);
    #[keep(with = cx)]
    let one = 1;
    println!("{one}{}", keep!(2, with = cx));
}
