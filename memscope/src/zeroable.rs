//! Types for which memory full of zeros is a value.

use core::cell::{Cell, UnsafeCell};
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::num::Wrapping;

use crate::cell::MemCell;

/// A type for which all bytes zero is a valid value.
///
/// [`MemCx::alloc_zeroed`](crate::MemCx::alloc_zeroed) makes such values. The idea and the name are those of the
/// `bytemuck` crate.
///
/// # Safety
/// All bytes zero is a valid value of the type.
#[diagnostic::on_unimplemented(
    message = "all bytes zero may not be a value of `{Self}`",
    label = "is not known to be `Zeroable`",
    note = "use `alloc` or `alloc_default` instead"
)]
pub unsafe trait Zeroable {}

// The implementations are not recommended, so that the compiler does not list them under each error.
macro_rules! zeroable {
    ($($t:ty),* $(,)?) => {
        $(
            // SAFETY: zero is a value of every primitive number, of `bool` (false), `char` (NUL) and `()`.
            #[diagnostic::do_not_recommend]
            unsafe impl Zeroable for $t {}
        )*
    };
}
zeroable!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, bool, char, ());

// SAFETY: each element is zeroable.
#[diagnostic::do_not_recommend]
unsafe impl<T: Zeroable, const N: usize> Zeroable for [T; N] {}
// SAFETY: null is a raw pointer, if it carries no metadata.
#[diagnostic::do_not_recommend]
unsafe impl<T> Zeroable for *const T {}
// SAFETY: as above.
#[diagnostic::do_not_recommend]
unsafe impl<T> Zeroable for *mut T {}
// SAFETY: a reference is never null, so all zeros is `None`, as std documents.
#[diagnostic::do_not_recommend]
unsafe impl<T> Zeroable for Option<&T> {}
// SAFETY: as above.
#[diagnostic::do_not_recommend]
unsafe impl<T> Zeroable for Option<&mut T> {}
// SAFETY: any bytes are a value.
#[diagnostic::do_not_recommend]
unsafe impl<T> Zeroable for MaybeUninit<T> {}
// SAFETY: no bytes at all.
#[diagnostic::do_not_recommend]
unsafe impl<T: ?Sized> Zeroable for PhantomData<T> {}
// SAFETY: the layout is that of the content.
#[diagnostic::do_not_recommend]
unsafe impl<T: Zeroable> Zeroable for Cell<T> {}
// SAFETY: the layout is that of the content.
#[diagnostic::do_not_recommend]
unsafe impl<T: Zeroable> Zeroable for UnsafeCell<T> {}
// SAFETY: the layout is that of the content.
#[diagnostic::do_not_recommend]
unsafe impl<T: Zeroable> Zeroable for Wrapping<T> {}
// SAFETY: the layout is that of the content.
#[diagnostic::do_not_recommend]
unsafe impl<T: Zeroable> Zeroable for MemCell<'_, T> {}

macro_rules! zeroable_tuples {
    ($($($t:ident)+;)*) => {
        $(
            // SAFETY: each field is zeroable, and padding may hold anything.
            #[diagnostic::do_not_recommend]
            unsafe impl<$($t: Zeroable),+> Zeroable for ($($t,)+) {}
        )*
    };
}
zeroable_tuples! { A; A B; A B C; A B C D; A B C D E; A B C D E F; }
