//! What the expansion names and what the user names; memscope by another name, and no prelude.

#![no_implicit_prelude]
#![deny(warnings)]

extern crate memscope as memory;
extern crate std;

use memory::{MemCx, keep, scope, scoped};
use std::assert_eq;

mod memscope {}
mod core {}

#[scoped(value in result, crate = memory)]
fn names<'mcx>(result: MemCx<'mcx>, #[keep(with = return)] keeper: u32, kept: u32) -> &'mcx (u32, u32) {
    let outer = result;
    let result = value.alloc(1);
    #[memory::keep(with = return)]
    let value: (u32, u32) = (*keeper, kept);
    let keep = keep!(0, with = outer, crate = memory);
    value.0 += *result + *keep;
    value
}

macro_rules! function {
    ($name:ident, $cx:ident, $value:expr, $keeper:expr) => {
        #[scoped(tmp in $cx, crate = memory)]
        fn $name<'mcx>($cx: MemCx<'mcx>) -> &'mcx u32 {
            #[keep(with = $keeper)]
            let value = *tmp.alloc($value);
            value
        }
    };
}

function!(by_rules, cx, 5, cx);

fn main() {
    scope!(cx, crate = memory);
    assert_eq!(*names(cx, 2, 3), (3, 3));
    assert_eq!(*by_rules(cx), 5);
}
