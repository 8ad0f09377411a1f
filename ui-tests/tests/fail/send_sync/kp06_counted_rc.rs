use memscope::{keep, scope};
use std::rc::Rc;

fn main() {
    scope!(one);
    scope!(other);
    let name = keep!(Rc::<str>::from("a name"), with = (one, other), counted);
    println!("{}", **name);
}
