//! A part as large as the whole would be dropped in its place.

use memscope::{scope, unsize};
use std::mem::ManuallyDrop;

fn main() {
    scope!(cx);
    let kept = cx.boxed(ManuallyDrop::new(String::new()));
    drop(unsize!(kept => String));
}
