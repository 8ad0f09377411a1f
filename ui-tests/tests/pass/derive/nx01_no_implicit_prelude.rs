//! The derives name everything by its full path, and their code is clean where warnings are errors.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused, single_use_lifetimes, unused_qualifications)]

use ::memscope::{Carried, CopyIn, Covariant, InScope, Keepable, MemCx};

/// Names of the prelude that are something else here.
#[derive(Keepable, Covariant, CopyIn, Carried)]
pub enum Option<'mcx, T> {
    /// A list's end.
    None,
    /// A node.
    Some {
        /// Copied.
        value: T,
        /// Shared.
        #[copy_in(share)]
        ok: u8,
        /// The rest.
        #[copy_in(tail)]
        next: &'mcx Option<'mcx, T>,
    },
}

/// All that a field may be.
#[derive(Keepable, CopyIn, InScope)]
pub struct Result<'src, 'mcx> {
    /// The handle.
    pub cx: MemCx<'mcx>,
    /// Shared.
    #[copy_in(share)]
    pub text: &'src str,
    /// Cloned.
    #[copy_in(clone)]
    pub n: u32,
    /// Skipped.
    #[copy_in(skip)]
    pub skipped: ::std::vec::Vec<u32>,
    /// A raw name.
    pub r#type: &'mcx str,
    /// A marker.
    pub of: ::std::marker::PhantomData<fn(&'mcx str)>,
}

fn main() {
    ::memscope::scope!(cx);
    let none: Option<'_, u32> = Option::None;
    let list = Option::Some { value: 7, ok: 1, next: &none };
    let Option::Some { value, ok, next: Option::None } = list.copy_in(cx) else { return };
    ::std::assert_eq!((value, ok), (7, 1));

    let result = Result {
        cx,
        text: "text",
        n: 1,
        skipped: ::std::vec![1],
        r#type: cx.alloc_str("type"),
        of: ::std::marker::PhantomData,
    };
    let copy = result.copy_in(InScope::cx(&result));
    ::std::assert_eq!((copy.text, copy.n, copy.skipped.len(), copy.r#type), ("text", 1, 0, "type"));
}
