//! `pipe!`: how a stage that returns `()` is told from all others.
//!
//! A method call takes the inherent method of `Stage<()>` if the value is `()`, and else looks through `Deref`. What it
//! finds has a method `value` or has none; a method that is missing is the only error, whatever follows.

use core::marker::PhantomData;
use core::ops::Deref;

/// A stage whose value is of type `T`.
pub struct Stage<T>(PhantomData<T>);

/// The stage that made a value.
#[inline(always)]
pub fn stage<T>(_: &T) -> Stage<T> {
    Stage(PhantomData)
}

/// Any stage.
pub struct AnyStage;

impl<T> Deref for Stage<T> {
    type Target = AnyStage;

    #[inline(always)]
    fn deref(&self) -> &AnyStage {
        &AnyStage
    }
}

/// What a stage returns: `()` or a `Value`.
pub struct Returned<V>(PhantomData<V>);

/// Whatever is not `()`.
pub struct Value;

impl Stage<()> {
    /// `()`.
    #[inline(always)]
    pub fn returned(&self) -> Returned<()> {
        Returned(PhantomData)
    }
}

impl AnyStage {
    /// A value.
    #[inline(always)]
    pub fn returned(&self) -> Returned<Value> {
        Returned(PhantomData)
    }
}

impl<V> Returned<V>
where
    Self: ForNextStage,
{
    /// The value itself.
    #[inline(always)]
    pub fn value<T>(self, value: T) -> T {
        value
    }
}

/// What the next stage can take.
#[diagnostic::on_unimplemented(
    message = "this stage of the pipe returns `()`, but the next stage takes a value",
    label = "returns `()`",
    note = "a stage that changes the value in place hands it on in a block: `{{ sharpen(&mut _); _ }}`"
)]
pub trait ForNextStage {}

impl ForNextStage for Returned<Value> {}
