//! bumpalo, which is emptied by `reset`.

use std::fmt::{self, Write};

use allocator_api2::vec::Vec as Api2Vec;

use super::{Arena, Buffers, Growing, Place, UNWRITABLE, utf8::Utf8};

/// bumpalo as it comes.
pub type Bumpalo = bumpalo::Bump;
/// bumpalo tuned: aligned to a word, with the vector of allocator-api2.
pub type BumpaloTuned = bumpalo::Bump<8>;

impl<const ALIGN: usize> Arena for bumpalo::Bump<ALIGN>
where
    for<'a> &'a Self: Place<'a>,
{
    type Place<'a> = &'a Self;

    fn with_room(bytes: usize) -> Self {
        Self::with_min_align_and_capacity(bytes)
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(&Self) -> R) -> R {
        let result = body(self);
        self.reset();
        result
    }
}

impl<'a> Place<'a> for &'a Bumpalo {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }
}

impl<'a> Buffers<'a> for &'a Bumpalo {
    type Vec<T: 'a> = bumpalo::collections::Vec<'a, T>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        bumpalo::collections::Vec::new_in(self)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        let mut string = bumpalo::collections::String::new_in(self);
        string.write_fmt(args).expect(UNWRITABLE);
        string.into_bump_str()
    }
}

impl<'a, T> Growing<'a, T> for bumpalo::collections::Vec<'a, T> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.into_bump_slice()
    }
}

impl<'a> Place<'a> for &'a BumpaloTuned {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }
}

impl<'a> Buffers<'a> for &'a BumpaloTuned {
    type Vec<T: 'a> = Api2Vec<T, Self>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        Api2Vec::new_in(self)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        Utf8::format(self.vec(), args).finish()
    }
}

impl<'a, T, const ALIGN: usize> Growing<'a, T> for Api2Vec<T, &'a bumpalo::Bump<ALIGN>> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.leak()
    }
}
