use memscope::scope;
use std::any::Any;

fn inspect(_: &dyn Any) {}

fn main() {
    scope!(cx);
    inspect(&cx);
}
