//! All values of size zero may have the same address.

use memscope::{MemBox, scope, unsize};
use std::marker::PhantomData;

struct Token;

fn steal<'mcx>(none: MemBox<'mcx, PhantomData<Token>>) -> MemBox<'mcx, Token> {
    unsize!(none => Token)
}

fn main() {
    scope!(cx);
    let _stolen = steal(cx.boxed(PhantomData));
}
