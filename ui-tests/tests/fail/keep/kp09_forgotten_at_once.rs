#![deny(unused_must_use)]

use memscope::keep;

fn main() {
    keep!(String::from("nobody frees this"));
}
