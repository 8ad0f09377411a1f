//! Errors: what an allocation that cannot be had reports, and errors whose texts live in scopes.
//!
//! [`AllocError`] needs no memory. A [`ScopedError`] is made in a scope, like any other value, with its message and its
//! causes; an [`OwnedError`] is what remains of one when it has to outlive every scope.

mod alloc;
mod chain;
mod context;
mod owned;
mod scoped;
mod unlimited;

pub use alloc::{AllocError, Cause};
pub use chain::Chain;
pub use context::{AdoptIn, Adoptable, ContextIn, Linked};
pub use owned::OwnedError;
pub use scoped::ScopedError;
pub use unlimited::Unlimited;
