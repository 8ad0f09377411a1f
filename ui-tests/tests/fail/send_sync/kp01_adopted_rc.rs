use memscope::scope;
use std::rc::Rc;

struct Name(Rc<str>);

fn main() {
    scope!(cx);
    let name = cx.adopt(Name(Rc::from("a name")));
    println!("{}", name.0);
}
