//! What the expansions of the macros name, and nothing else. Not public: it may change in any version.

pub use core::{file, line};

/// The local that makes a scope ambient.
#[cfg(feature = "std")]
pub use crate::ambient::Ambient;
/// What `unsize!` takes a box apart with and puts it together, and what it coerces between.
pub use crate::boxed::unsize::{Content, close, open};
/// Makes the brand, and marks where it ends.
pub use crate::brand::ScopeEnd;
/// The same for a slab, and what its brand borrows.
pub use crate::brand::{SlabEnd, SlabPlace};
/// What `#[keep(…, copy)]` and `#[derive(CopyIn)]` do beside the trait's own functions.
pub use crate::copy_in::{copy_chain, keep_copy, share, share_slice};
/// What the forms with `try` call.
pub use crate::cx::expansion::*;
/// What `#[derive(DeserializeIn)]` is made of.
#[cfg(feature = "serde")]
pub use crate::de::parts as de;
/// What `#[keep]` and its kin call, and the forms that make an owner.
pub use crate::keep::expansion::*;
/// Tells a stage of `pipe!` that has no value.
pub use crate::pipe::stage;
/// `Region` is the place that a handle's lifetime borrows; `Lent`, and `Budget` or `Supply`, are the
/// locals declared before it.
pub use crate::region::{Budget, Inline, Lent, Recycler, Region, Site, Supply};
/// A typed scope is this one local.
pub use crate::typed::TypedCx;
/// The part of `unsize!` that decides where its errors point.
pub use memscope_macros::unsize;
