//! `pipe!`: how a stage without a value is told from all others.

use core::marker::PhantomData;
use core::ops::Deref;

/// A stage whose value is of type `T`.
pub struct Stage<T>(PhantomData<T>);

/// The stage of a value.
#[inline(always)]
pub fn stage<T>(_: &T) -> Stage<T> {
    Stage(PhantomData)
}

/// What every stage is, when nothing better is found.
pub struct AnyStage;

impl AnyStage {
    /// The value itself.
    #[inline(always)]
    pub fn value<T>(&self, value: T) -> T {
        value
    }
}

/// Method calls look here when `Stage<T>` itself has none of the name: there is one for `()` only.
impl<T> Deref for Stage<T> {
    type Target = AnyStage;

    #[inline(always)]
    fn deref(&self) -> &AnyStage {
        &AnyStage
    }
}

impl Stage<()> {
    /// Of any type, so that the mistake gives no other error. The lifetime keeps the bound from being checked here.
    #[inline(always)]
    pub fn value<'stage, T>(&self, (): ()) -> T
    where
        (): ValueForNextStage<'stage>,
    {
        <()>::value()
    }
}

/// What `()` is not.
#[diagnostic::on_unimplemented(
    message = "this stage of the pipe returns `()`, but the next stage takes a value",
    label = "returns `()`",
    note = "a stage that changes the value in place hands it on in a block: `{{ sharpen(&mut _); _ }}`"
)]
pub trait ValueForNextStage<'stage> {
    /// Never called, since nothing implements it.
    fn value<T>() -> T;
}
