//! What is made of other values: references, slices, text, arrays, tuples, and the small types of `core`.

use core::cell::{Cell, OnceCell, RefCell};
use core::cmp::Reverse;
use core::ffi::CStr;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::num::Wrapping;
use core::ops::{Bound, Range, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};
use core::ptr;

use super::{CopyIn, no_destructor};
use crate::cx::MemCx;
use crate::error::AllocError;

impl<'to, T: CopyIn<'to>> CopyIn<'to> for &T {
    type Copy = &'to T::Copy;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        const { no_destructor::<T::Copy>() };
        let place = cx.try_alloc_uninit()?;
        Ok(place.write((**self).try_copy_in(cx)?))
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for &mut T {
    type Copy = &'to mut T::Copy;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        const { no_destructor::<T::Copy>() };
        let place = cx.try_alloc_uninit()?;
        Ok(place.write((**self).try_copy_in(cx)?))
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for &[T] {
    type Copy = &'to [T::Copy];

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        const { no_destructor::<T::Copy>() };
        Ok(T::try_copy_slice_in(self, cx)?.leak())
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for &mut [T] {
    type Copy = &'to mut [T::Copy];

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        const { no_destructor::<T::Copy>() };
        Ok(T::try_copy_slice_in(self, cx)?.leak())
    }
}

#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for &str {
    type Copy = &'to str;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        Ok(cx.try_alloc_str(self)?)
    }
}

#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for &mut str {
    type Copy = &'to mut str;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        cx.try_alloc_str(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'to> CopyIn<'to> for &CStr {
    type Copy = &'to CStr;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        cx.try_alloc_cstr(self)
    }
}

/// An array on its way, of which the first `len` values are made: dropped before it is full, it drops those.
struct Partial<T, const N: usize> {
    values: [MaybeUninit<T>; N],
    len: usize,
}

impl<T, const N: usize> Drop for Partial<T, N> {
    fn drop(&mut self) {
        let made = ptr::slice_from_raw_parts_mut(self.values.as_mut_ptr().cast::<T>(), self.len);
        // SAFETY: so many are initialised, and nobody sees them afterwards.
        unsafe { made.drop_in_place() };
    }
}

impl<'to, T: CopyIn<'to>, const N: usize> CopyIn<'to> for [T; N] {
    type Copy = [T::Copy; N];

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        let mut copies = Partial { values: [const { MaybeUninit::uninit() }; N], len: 0 };
        for value in self {
            copies.values[copies.len].write(value.try_copy_in(cx)?);
            copies.len += 1;
        }
        // SAFETY: all `N` values are made, and move out of what would drop them.
        Ok(unsafe { ptr::from_ref(&ManuallyDrop::new(copies).values).cast::<Self::Copy>().read() })
    }
}

macro_rules! tuples {
    ($($($t:ident $i:tt)+;)*) => {
        $(
            impl<'to, $($t: CopyIn<'to>),+> CopyIn<'to> for ($($t,)+) {
                type Copy = ($($t::Copy,)+);

                #[inline]
                fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
                    Ok(($(self.$i.try_copy_in(cx)?,)+))
                }
            }
        )*
    };
}
tuples! {
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 F 5;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
}

impl<'to, T: CopyIn<'to>, E: CopyIn<'to>> CopyIn<'to> for Result<T, E> {
    type Copy = Result<T::Copy, E::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        Ok(match self {
            Ok(value) => Ok(value.try_copy_in(cx)?),
            Err(error) => Err(error.try_copy_in(cx)?),
        })
    }
}

/// A generic type of `core` and the expression that copies it; `$value` is the original, `$copy` copies a part.
macro_rules! generic {
    ($($name:ident, |$value:ident, $copy:ident| $expr:expr;)*) => {
        $(
            impl<'to, T: CopyIn<'to>> CopyIn<'to> for $name<T> {
                type Copy = $name<T::Copy>;

                #[inline]
                fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
                    let $value = self;
                    let $copy = |part: &T| part.try_copy_in(cx);
                    Ok($expr)
                }
            }
        )*
    };
}
generic! {
    Option, |value, copy| value.as_ref().map(copy).transpose()?;
    Range, |range, copy| copy(&range.start)?..copy(&range.end)?;
    RangeFrom, |range, copy| copy(&range.start)?..;
    RangeInclusive, |range, copy| copy(range.start())?..=copy(range.end())?;
    RangeTo, |range, copy| ..copy(&range.end)?;
    RangeToInclusive, |range, copy| ..=copy(&range.end)?;
    Bound, |bound, copy| match bound {
        Bound::Included(value) => Bound::Included(copy(value)?),
        Bound::Excluded(value) => Bound::Excluded(copy(value)?),
        Bound::Unbounded => Bound::Unbounded,
    };
    Reverse, |value, copy| Reverse(copy(&value.0)?);
    Wrapping, |value, copy| Wrapping(copy(&value.0)?);
    RefCell, |cell, copy| RefCell::new(copy(&cell.borrow())?);
    OnceCell, |cell, copy| match cell.get() {
        Some(value) => OnceCell::from(copy(value)?),
        None => OnceCell::new(),
    };
}

impl<'to, T: CopyIn<'to> + Copy> CopyIn<'to> for Cell<T> {
    type Copy = Cell<T::Copy>;

    #[inline]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        self.get().try_copy_in(cx).map(Cell::new)
    }
}

impl<'to, T: CopyIn<'to>> CopyIn<'to> for PhantomData<T> {
    type Copy = PhantomData<T::Copy>;

    #[inline(always)]
    fn try_copy_in(&self, _: MemCx<'to>) -> Result<Self::Copy, AllocError> {
        Ok(PhantomData)
    }
}
