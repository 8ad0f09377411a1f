//! The peers that are arenas of anything, behind one interface of inlined calls.
//!
//! memscope is a `Place` only: its scopes are statements, and the workloads write them as such.

use std::fmt::{self, Write};

use allocator_api2::vec::Vec as Api2Vec;
use bump_scope::{
    BumpBox, BumpScope, BumpVec,
    alloc::Global,
    settings::{BumpAllocatorSettings, BumpSettings, True},
};
use memscope::{MemCx, MemVec};

/// An arena that is emptied at the end of a scope and used again in the next.
pub trait Arena {
    type Place<'a>: Place<'a>;

    /// An arena whose first chunk already holds `bytes`.
    fn with_room(bytes: usize) -> Self;

    fn scope<R>(&mut self, body: impl FnOnce(Self::Place<'_>) -> R) -> R;
}

/// What one can allocate from while a scope is open.
pub trait Place<'a>: Copy {
    type Vec<T: 'a>: Growing<'a, T>;

    fn put<T: 'a>(self, value: T) -> &'a mut T;
    fn text(self, text: &str) -> &'a str;
    fn format(self, args: fmt::Arguments<'_>) -> &'a str;
    fn vec<T: 'a>(self) -> Self::Vec<T>;
}

/// A growing array in an arena.
pub trait Growing<'a, T> {
    fn push(&mut self, value: T);
    fn finish(self) -> &'a [T];
}

const UNWRITABLE: &str = "formatting a number or a string does not fail";

/// bumpalo as it comes.
pub type Bumpalo = bumpalo::Bump;
/// bumpalo tuned: aligned to a word, with the vector of allocator-api2.
pub type BumpaloTuned = bumpalo::Bump<8>;

/// What bump-scope can be set to.
pub trait Settings: BumpAllocatorSettings<GuaranteedAllocated = True> + 'static {}

impl<S: BumpAllocatorSettings<GuaranteedAllocated = True> + 'static> Settings for S {}

/// Aligned to a word, no claims, nothing given back: the fastest settings, in both directions.
pub type Tuned<const UP: bool> = BumpSettings<8, UP, true, false, false, false>;

/// bump-scope as it comes.
pub type BumpScopePlain = bump_scope::Bump;
/// bump-scope tuned for growing buffers.
pub type BumpScopeUp = bump_scope::Bump<Global, Tuned<true>>;
/// bump-scope tuned for single values.
pub type BumpScopeDown = bump_scope::Bump<Global, Tuned<false>>;

pub type Oxc = oxc_allocator::Allocator;

/// Fills a scope until its newest chunk has room for `bytes` more, as the peers' arenas have from the start: chunks double,
/// so after twice as much that is so.
pub fn furnish(cx: MemCx<'_>, bytes: usize) {
    for _ in 0..=2 * bytes / 512 {
        cx.alloc([0_u64; 64]);
    }
}

impl<'a> Place<'a> for MemCx<'a> {
    type Vec<T: 'a> = MemVec<'a, T>;

    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        self.alloc_fmt(args)
    }

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        MemCx::vec(self)
    }
}

impl<'a, T: 'a> Growing<'a, T> for MemVec<'a, T> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.into_slice()
    }
}

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
    type Vec<T: 'a> = bumpalo::collections::Vec<'a, T>;

    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        let mut string = bumpalo::collections::String::new_in(self);
        string.write_fmt(args).expect(UNWRITABLE);
        string.into_bump_str()
    }

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        bumpalo::collections::Vec::new_in(self)
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
    type Vec<T: 'a> = Api2Vec<T, Self>;

    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        struct Bytes<'a>(Api2Vec<u8, &'a BumpaloTuned>);

        impl Write for Bytes<'_> {
            #[inline]
            fn write_str(&mut self, part: &str) -> fmt::Result {
                self.0.extend_from_slice(part.as_bytes());
                Ok(())
            }
        }

        let mut bytes = Bytes(Api2Vec::new_in(self));
        bytes.write_fmt(args).expect(UNWRITABLE);
        // SAFETY: only whole `str`s were appended.
        unsafe { str::from_utf8_unchecked(bytes.0.leak()) }
    }

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        Api2Vec::new_in(self)
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

impl<S> Arena for bump_scope::Bump<Global, S>
where
    S: Settings,
{
    type Place<'a> = &'a BumpScope<'a, Global, S>;

    fn with_room(bytes: usize) -> Self {
        Self::with_size(bytes)
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(Self::Place<'_>) -> R) -> R {
        self.scoped(|scope| body(scope))
    }
}

impl<'a, S> Place<'a> for &'a BumpScope<'a, Global, S>
where
    S: Settings,
{
    type Vec<T: 'a> = BumpVec<T, Self>;

    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        BumpBox::leak(self.alloc(value))
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text).into_ref()
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        self.alloc_fmt(args).into_ref()
    }

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        BumpVec::new_in(self)
    }
}

impl<'a, T, S> Growing<'a, T> for BumpVec<T, &'a BumpScope<'a, Global, S>>
where
    S: Settings,
{
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        BumpBox::leak(self.into_boxed_slice())
    }
}

impl Arena for Oxc {
    type Place<'a> = &'a Oxc;

    fn with_room(bytes: usize) -> Self {
        Self::with_capacity(bytes)
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(&Self) -> R) -> R {
        let result = body(self);
        self.reset();
        result
    }
}

impl<'a> Place<'a> for &'a Oxc {
    type Vec<T: 'a> = oxc_allocator::Vec<'a, T>;

    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        let mut string = oxc_allocator::StringBuilder::new_in(self);
        string.write_fmt(args).expect(UNWRITABLE);
        string.into_str()
    }

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        oxc_allocator::Vec::new_in(&self)
    }
}

impl<'a, T> Growing<'a, T> for oxc_allocator::Vec<'a, T> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        (**self).push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.into_arena_slice()
    }
}
