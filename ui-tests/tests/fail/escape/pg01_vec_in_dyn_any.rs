use memscope::{scope, vec_in};
use std::any::Any;

fn inspect(_: &dyn Any) {}

fn main() {
    scope!(cx);
    let numbers = vec_in![cx; 1, 2];
    inspect(&numbers);
}
