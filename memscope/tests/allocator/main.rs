//! The handle as an allocator, and allocators as sources: the same tests for each version of the trait, with its own
//! containers.
#![cfg_attr(memscope_nightly, feature(allocator_api))]
#![allow(clippy::duplicate_mod, reason = "one file for all versions")]

#[cfg(memscope_nightly)]
mod standard;
#[cfg(feature = "allocator-api2")]
mod v02;
#[cfg(feature = "allocator-api2-03")]
mod v03;
#[cfg(feature = "allocator-api2-04")]
mod v04;
