//! The expansion relies on no name but memscope's own.

#![no_implicit_prelude]

fn main() {
    ::memscope::scope!(cx);
    ::memscope::slab!(mut numbers: u8 in cx);
    let first = numbers.push(1);
    ::std::assert_eq!(numbers[first], 1);
}
