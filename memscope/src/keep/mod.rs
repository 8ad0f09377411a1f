//! Keeping: a value that lives as long as something else does.
//!
//! | what keeps it | type | counted? |
//! |---|---|---|
//! | a scope, or what belongs to one | a reference, made by [`keep_with`] | no |
//! | an owner | [`Kept`] | no |
//! | an owner, in memory of a source | [`KeptOn`] | no |
//! | an owner of cells, or of a slab | [`Branded`] | no |
//! | several owners | [`KeptRc`], [`KeptArc`] | yes |
//! | nobody: the user frees it | [`Loose`] | no |

mod branded;
mod counted;
mod family;
mod keeper;
mod loose;
#[cfg(feature = "testing")]
mod marks;
mod on;
mod owner;

pub use branded::{Brand, Branded};
pub use counted::{Count, Counted, KeptArc, KeptRc};
pub use family::{At, Covariant, Family, Keepable};
pub use keeper::{InScope, Keeper, keep_with, try_keep_with};
pub use loose::{Loose, unreleased};
#[cfg(feature = "testing")]
pub(crate) use marks::{newest_here, unreleased_here};
pub use on::KeptOn;
pub use owner::Kept;

pub(crate) mod expansion {
    //! What the expansions of the macros name.
    pub use super::counted::counted;
    pub use super::keeper::{Place, keeper, keeper_using};
    pub use super::loose::loose;
    pub use super::owner::expansion::*;
}
