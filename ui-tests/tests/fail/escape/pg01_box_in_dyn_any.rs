use memscope::scope;
use std::any::Any;

fn inspect(_: &dyn Any) {}

fn main() {
    scope!(cx);
    let name = cx.boxed(String::from("a name"));
    inspect(&name);
}
