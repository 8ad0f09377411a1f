//! The peers, behind one interface of inlined calls: arenas of anything, one file each, and what `Box` code runs on.
//!
//! memscope is a `Place` only: its scopes are statements, and the workloads write them as such.

mod blink;
mod bump_scope;
mod bumpalo;
mod heap;
mod memscope;
mod multitude;
mod oxc;
mod scoped_arena;
mod utf8;

use std::fmt;

pub use self::{
    blink::Blink,
    bump_scope::{BumpScopeDown, BumpScopePlain, BumpScopeUp, Settings, Tuned},
    bumpalo::{Bumpalo, BumpaloTuned},
    heap::{Boxed, Glibc, Heap, List, Mimalloc, Text, boxed},
    memscope::furnish,
    multitude::Multitude,
    oxc::Oxc,
    scoped_arena::ScopedArena,
};

/// An arena that is emptied at the end of a scope and used again in the next.
pub trait Arena {
    type Place<'a>: Place<'a>;

    /// An arena whose first chunk already holds `bytes`.
    fn with_room(bytes: usize) -> Self;

    fn scope<R>(&mut self, body: impl FnOnce(Self::Place<'_>) -> R) -> R;
}

/// What one can allocate from while a scope is open.
pub trait Place<'a>: Copy {
    fn put<T: 'a>(self, value: T) -> &'a mut T;
    fn text(self, text: &str) -> &'a str;
}

/// A place which also holds what grows.
pub trait Buffers<'a>: Place<'a> {
    type Vec<T: 'a>: Growing<'a, T>;

    fn vec<T: 'a>(self) -> Self::Vec<T>;
    fn format(self, args: fmt::Arguments<'_>) -> &'a str;
}

/// A growing array in an arena.
pub trait Growing<'a, T> {
    fn push(&mut self, value: T);
    fn finish(self) -> &'a [T];
}

/// An arena whose places hold what grows.
pub trait Grows: for<'a> Arena<Place<'a>: Buffers<'a>> {}

impl<A: for<'a> Arena<Place<'a>: Buffers<'a>>> Grows for A {}

const UNWRITABLE: &str = "formatting a number or a string does not fail";
