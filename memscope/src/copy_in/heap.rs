//! Owners of heap memory: the copy owns some of its own, and a counted one is counted once more.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use alloc::ffi::CString;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
#[cfg(feature = "std")]
use core::hash::{BuildHasher, Hash};
#[cfg(feature = "std")]
use std::collections::{HashMap, HashSet};

use super::CopyIn;
use crate::cx::MemCx;
use crate::error::AllocError;

macro_rules! cloned {
    ($($t:ty),* $(,)?) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<'to> CopyIn<'to> for $t {
                type Copy = Self;

                #[inline]
                fn try_copy_in(&self, _: MemCx<'to>) -> Result<Self, AllocError> {
                    Ok(self.clone())
                }
            }
        )*
    };
}
cloned!(String, Box<str>, CString);
#[cfg(feature = "std")]
cloned!(std::ffi::OsString, std::path::PathBuf);

macro_rules! counted {
    ($($name:ident),*) => {
        $(
            impl<'to, T: ?Sized + 'to> CopyIn<'to> for $name<T> {
                type Copy = Self;

                #[inline]
                fn try_copy_in(&self, _: MemCx<'to>) -> Result<Self, AllocError> {
                    Ok(Self::clone(self))
                }
            }
        )*
    };
}
counted!(Rc, Arc);

/// The copy's text is in the scope, whoever owned the original's.
#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for Cow<'_, str> {
    type Copy = Cow<'to, str>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        Ok(Cow::Borrowed(cx.try_alloc_str(self)?))
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for Vec<T> {
    type Copy = Vec<T::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        let mut copies = Vec::with_capacity(self.len());
        for value in self {
            copies.push(value.try_copy_in(cx)?);
        }
        Ok(copies)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for Box<T> {
    type Copy = Box<T::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        (**self).try_copy_in(cx).map(Box::new)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for Box<[T]> {
    type Copy = Box<[T::Copy]>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        self.iter().map(|value| value.try_copy_in(cx)).collect()
    }
}

/// Other collections, each with the copy of one of its parts.
macro_rules! collections {
    ($($(#[$attr:meta])? [$($params:tt)*] $original:ty => $copy:ty, |$part:pat_param, $cx:ident| $expr:expr;)*) => {
        $(
            $(#[$attr])?
            impl<'to, $($params)*> CopyIn<'to> for $original {
                type Copy = $copy;

                fn try_copy_in(&self, $cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
                    self.iter().map(|$part| $expr).collect()
                }
            }
        )*
    };
}
collections! {
    [T: CopyIn<'to>]
    VecDeque<T> => VecDeque<T::Copy>, |value, cx| value.try_copy_in(cx);

    [T: CopyIn<'to, Copy: Ord>]
    BinaryHeap<T> => BinaryHeap<T::Copy>, |value, cx| value.try_copy_in(cx);

    [T: CopyIn<'to, Copy: Ord>]
    BTreeSet<T> => BTreeSet<T::Copy>, |value, cx| value.try_copy_in(cx);

    [K: CopyIn<'to, Copy: Ord>, V: CopyIn<'to>]
    BTreeMap<K, V> => BTreeMap<K::Copy, V::Copy>, |(key, value), cx| Ok((key.try_copy_in(cx)?, value.try_copy_in(cx)?));

    #[cfg(feature = "std")]
    [T: CopyIn<'to, Copy: Eq + Hash>, S: BuildHasher + Default + 'to]
    HashSet<T, S> => HashSet<T::Copy, S>, |value, cx| value.try_copy_in(cx);

    #[cfg(feature = "std")]
    [K: CopyIn<'to, Copy: Eq + Hash>, V: CopyIn<'to>, S: BuildHasher + Default + 'to]
    HashMap<K, V, S> => HashMap<K::Copy, V::Copy, S>, |(key, value), cx| Ok((key.try_copy_in(cx)?, value.try_copy_in(cx)?));
}
