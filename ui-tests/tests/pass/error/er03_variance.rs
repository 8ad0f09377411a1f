//! An error may be shortened as a reference may.

#![allow(dead_code)]

use memscope::ScopedError;

fn shortened<'s, 'long: 's>(error: ScopedError<'long>) -> ScopedError<'s> {
    error
}

fn behind_a_reference<'s, 'long: 's>(error: &'s ScopedError<'long>) -> &'s ScopedError<'s> {
    error
}

fn in_a_result<'s, 'long: 's>(result: Result<u32, ScopedError<'long>>) -> Result<u32, ScopedError<'s>> {
    result
}

fn main() {}
