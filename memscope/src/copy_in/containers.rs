//! This crate's own types: the copy's handle is the new one.

use super::CopyIn;
use crate::boxed::MemBox;
use crate::cx::MemCx;
use crate::deque::MemDeque;
use crate::error::AllocError;
use crate::string::MemString;
use crate::thin::ThinVec;
use crate::vec::MemVec;

#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for MemCx<'_> {
    type Copy = MemCx<'to>;

    #[inline(always)]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        Ok(cx)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for MemBox<'_, T> {
    type Copy = MemBox<'to, T::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        cx.try_boxed((**self).try_copy_in(cx)?)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for MemBox<'_, [T]> {
    type Copy = MemBox<'to, [T::Copy]>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        T::try_copy_slice_in(self, cx).map(MemVec::into_boxed_slice)
    }
}

#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for MemBox<'_, str> {
    type Copy = MemBox<'to, str>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        MemString::try_from_str_in(self, cx).map(MemString::into_boxed_str)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for MemVec<'_, T> {
    type Copy = MemVec<'to, T::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        T::try_copy_slice_in(self, cx)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for MemDeque<'_, T> {
    type Copy = MemDeque<'to, T::Copy>;

    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        let mut copies = cx.try_deque_with_capacity(self.len())?;
        for value in self {
            copies.push_back(value.try_copy_in(cx)?);
        }
        Ok(copies)
    }
}

#[diagnostic::do_not_recommend]
impl<'to, T: CopyIn<'to>> CopyIn<'to> for ThinVec<'_, T> {
    type Copy = ThinVec<'to, T::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        // There are as many as here, so they can be counted.
        T::try_copy_slice_in(self, cx).map(ThinVec::from_vec)
    }
}

#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for MemString<'_> {
    type Copy = MemString<'to>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        MemString::try_from_str_in(self, cx)
    }
}

#[cfg(feature = "hashbrown")]
mod maps {
    use core::hash::{BuildHasher, Hash};

    use super::{AllocError, CopyIn, MemCx};
    use crate::map::{MemMap, MemSet, refusal};

    impl<'to, K, V, S> CopyIn<'to> for MemMap<'_, K, V, S>
    where
        K: CopyIn<'to, Copy: Eq + Hash>,
        V: CopyIn<'to>,
        S: BuildHasher + Clone + 'to,
    {
        type Copy = MemMap<'to, K::Copy, V::Copy, S>;

        fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
            let mut copies = MemMap::with_hasher_in(self.hasher().clone(), cx);
            copies.try_reserve(self.len()).map_err(|error| refusal(cx, error))?;
            for (key, value) in self {
                copies.insert(key.try_copy_in(cx)?, value.try_copy_in(cx)?);
            }
            Ok(copies)
        }
    }

    impl<'to, T: CopyIn<'to, Copy: Eq + Hash>, S: BuildHasher + Clone + 'to> CopyIn<'to> for MemSet<'_, T, S> {
        type Copy = MemSet<'to, T::Copy, S>;

        fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
            let mut copies = MemSet::with_hasher_in(self.hasher().clone(), cx);
            copies.try_reserve(self.len()).map_err(|error| refusal(cx, error))?;
            for value in self {
                copies.insert(value.try_copy_in(cx)?);
            }
            Ok(copies)
        }
    }
}
