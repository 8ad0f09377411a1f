//! bump-scope, whose scopes are checkpoints.

use std::fmt;

use bump_scope::{
    BumpBox, BumpScope, BumpVec,
    alloc::Global,
    settings::{BumpAllocatorSettings, BumpSettings, True},
};

use super::{Arena, Buffers, Growing, Place};

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
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        BumpBox::leak(self.alloc(value))
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text).into_ref()
    }
}

impl<'a, S> Buffers<'a> for &'a BumpScope<'a, Global, S>
where
    S: Settings,
{
    type Vec<T: 'a> = BumpVec<T, Self>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        BumpVec::new_in(self)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        self.alloc_fmt(args).into_ref()
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
