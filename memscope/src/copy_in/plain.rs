//! What is copied bit by bit, and slices of it in one piece.

use core::any::TypeId;
use core::cmp::Ordering;
use core::marker::PhantomPinned;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU128, NonZeroUsize,
};
use core::ops::RangeFull;
use core::time::Duration;

use super::CopyIn;
use crate::cx::MemCx;
use crate::error::AllocError;
use crate::vec::MemVec;

/// `#[copy_in(share)]`: the value as it is. A function, so that the error about a type that is not `Copy` says so.
#[inline(always)]
pub const fn share<T: Copy>(value: &T) -> T {
    *value
}

/// `#[copy_in(share)]` on a type: many values as they are.
#[inline]
pub fn share_slice<'to, T: Copy>(values: &[T], cx: MemCx<'to>) -> Result<MemVec<'to, T>, AllocError> {
    let mut copies: MemVec<'to, T> = MemVec::try_with_capacity_in(values.len(), cx)?;
    // SAFETY: there is fresh memory for so many, and all of them are written before they are counted.
    unsafe {
        copies.as_mut_ptr().copy_from_nonoverlapping(values.as_ptr(), values.len());
        copies.set_len(values.len());
    }
    Ok(copies)
}

// The implementations are not recommended, so that the compiler does not list them under each error.
macro_rules! plain {
    ($($t:ty),* $(,)?) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<'to> CopyIn<'to> for $t {
                type Copy = Self;

                #[inline(always)]
                fn try_copy_in(&self, _: MemCx<'to>) -> Result<Self, AllocError> {
                    Ok(*self)
                }

                #[inline]
                fn try_copy_slice_in(values: &[Self], cx: MemCx<'to>) -> Result<MemVec<'to, Self>, AllocError> {
                    share_slice(values, cx)
                }
            }
        )*
    };
}
plain!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, bool, char, ());
plain!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize);
plain!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize);
plain!(Ordering, Duration, TypeId, RangeFull, PhantomPinned);
plain!(IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);
#[cfg(feature = "std")]
plain!(std::time::Instant, std::time::SystemTime);
