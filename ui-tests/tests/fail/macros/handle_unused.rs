#![deny(unused_variables)]

use memscope::scope;

fn main() {
    scope!(cx);
}
