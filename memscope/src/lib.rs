#![cfg_attr(not(feature = "std"), no_std)]
#![doc = include_str!("../README.md")]

extern crate alloc;

// In the order in which a value flows through them: a region is branded, its handle allocates, a container owns.
mod region;
mod brand;
mod error;
mod zeroable;
mod cx;
mod raw;
mod boxed;

#[doc(hidden)]
pub mod __private;

pub use boxed::MemBox;
pub use cx::{MemCx, with_scope, with_scope_in};
pub use error::{AllocError, Cause};
#[cfg(feature = "std")]
pub use region::trim;
pub use zeroable::Zeroable;
