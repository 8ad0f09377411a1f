use memscope::scope;
use std::any::Any;

fn inspect(_: Box<dyn Any>) {}

fn main() {
    scope!(cx);
    let name: &str = cx.alloc_str("a name");
    inspect(Box::new(name));
}
