//! What may be carried over to another scope: values that hold no handle.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, BinaryHeap, VecDeque};
use alloc::ffi::CString;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::alloc::Layout;
use core::cell::{Cell, OnceCell, RefCell};
use core::cmp::{Ordering, Reverse};
use core::convert::Infallible;
use core::ffi::CStr;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::num::{NonZero, Wrapping};
use core::ops::{Bound, ControlFlow, Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};
use core::pin::Pin;
use core::time::Duration;

use crate::boxed::MemBox;
use crate::cell::MemCell;
use crate::error::{AllocError, OwnedError, ScopedError};
use crate::slab::Idx;
use crate::thin::ThinVec;

/// What a transaction may carry over to the scope around it, and an owner to the scope that its memory
/// [becomes a part of](crate::Kept::into_scope): a value that holds no handle.
///
/// What was made there lives on, but its handle does not, nor do vectors, strings and maps, which hold it.
/// They have to be finished first, with `into_slice` and `into_str`.
///
/// `#[derive(Carried)]` writes it for a type whose fields can be carried. It is not asked of a field that has nothing to do
/// with the type's parameters, since what is `'static` holds no handle of a transaction: so a type of another crate becomes
/// one that can be carried in a struct of its own.
///
/// A trait object can hide a handle. It is carried if its trait asks all its types for `Carried`:
///
/// ```
/// use memscope::{scope, Carried, Keepable};
///
/// trait Shape: Carried {
///     fn area(&self) -> f64;
/// }
///
/// #[derive(Carried)]
/// struct Square<'mcx>(&'mcx f64);
///
/// impl Shape for Square<'_> {
///     fn area(&self) -> f64 {
///         self.0 * self.0
///     }
/// }
///
/// #[derive(Keepable, Carried)]
/// struct Drawing<'mcx> { shape: &'mcx (dyn Shape + 'mcx) }
///
/// scope!(cx);
/// let drawing = cx.transaction::<Drawing<'static>, ()>(|tx, _| {
///     Ok(Drawing { shape: tx.alloc(Square(tx.alloc(3.0))) })
/// });
/// assert_eq!(drawing.unwrap().shape.area(), 9.0);
/// ```
///
/// # Safety
/// A value of the type, and what can be reached from it, holds no handle of a scope whose lifetime is one of the type's own:
/// no [`MemCx`](crate::MemCx), nothing that has one in it, and no pointer to the state of the scope. It holds for every
/// lifetime in the type, since any of them may be that of the transaction where the type is a part of another.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may hold a handle, so it cannot be carried over to another scope",
    label = "not `Carried`",
    note = "finish a vector with `into_slice`, a string with `into_str`",
    note = "a type of your own takes `#[derive(Carried)]`; a trait object needs `Carried` as a supertrait of its trait"
)]
pub unsafe trait Carried {
    /// Never called. The derive proves here, where the parameters and bounds of the type are known, that the fields can be
    /// carried; as bounds of the implementation they would be endless for a type that contains itself.
    #[doc(hidden)]
    fn __fields_are_carried(&self) {}
}

/// What holds nothing but itself. Messages do not list it.
macro_rules! plain {
    ($($ty:ty),* $(,)?) => {
        $(
            #[diagnostic::do_not_recommend]
            // SAFETY: holds no pointer to anything of a scope.
            unsafe impl Carried for $ty {}
        )*
    };
}

plain!(bool, char, str, f32, f64, u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
plain!(NonZero<u8>, NonZero<u16>, NonZero<u32>, NonZero<u64>, NonZero<u128>, NonZero<usize>);
plain!(NonZero<i8>, NonZero<i16>, NonZero<i32>, NonZero<i64>, NonZero<i128>, NonZero<isize>, NonZero<char>);
plain!(Ordering, Infallible, Layout, Duration, CStr, CString, String, RangeFull, AllocError, OwnedError);

#[cfg(feature = "std")]
plain!(std::hash::RandomState, std::time::Instant, std::time::SystemTime, std::path::Path, std::path::PathBuf);

/// What gives access to values of its parameters, and to nothing else.
macro_rules! structural {
    ($([$($params:tt)*] $ty:ty),* $(,)?) => {
        $(
            // SAFETY: all that can be reached is of the parameters, which can be carried.
            unsafe impl<$($params)*> Carried for $ty {}
        )*
    };
}

structural!(
    [T: ?Sized + Carried] &T,
    [T: ?Sized + Carried] &mut T,
    [T: Carried] [T],
    [T: Carried, const N: usize] [T; N],
    [T: Carried] Option<T>,
    [T: Carried, E: Carried] Result<T, E>,
    [T: Carried] Bound<T>,
    [B: Carried, C: Carried] ControlFlow<B, C>,
    [T: Carried] Range<T>,
    [T: Carried] RangeFrom<T>,
    [T: Carried] RangeInclusive<T>,
    [T: Carried] RangeTo<T>,
    [T: Carried] RangeToInclusive<T>,
    [T: Carried] Reverse<T>,
    [T: Carried] Wrapping<T>,
    [T: ?Sized + Carried] Cell<T>,
    [T: ?Sized + Carried] RefCell<T>,
    [T: Carried] OnceCell<T>,
    [T: Carried] MaybeUninit<T>,
    [T: ?Sized + Carried] ManuallyDrop<T>,
    [T: Carried] Pin<T>,
    [T: ?Sized + Carried] Box<T>,
    [T: ?Sized + Carried] Rc<T>,
    [T: ?Sized + Carried] Arc<T>,
    [T: Carried] Vec<T>,
    [T: Carried] VecDeque<T>,
    [T: Carried] BinaryHeap<T>,
    [T: Carried] BTreeSet<T>,
    [K: Carried, V: Carried] BTreeMap<K, V>,
    // The box knows its scope by nothing but its type.
    [T: ?Sized + Carried] MemBox<'_, T>,
    // It becomes a cell of the parent's. No key of the transaction ever opened it, for there is none.
    [T: ?Sized + Carried] MemCell<'_, T>,
);

#[cfg(feature = "std")]
structural!(
    [T: Carried, S: Carried] std::collections::HashSet<T, S>,
    [K: Carried, V: Carried, S: Carried] std::collections::HashMap<K, V, S>,
);

#[diagnostic::do_not_recommend]
// SAFETY: either a `&T`, or a `T::Owned`.
unsafe impl<T: ?Sized + ToOwned<Owned: Carried> + Carried> Carried for Cow<'_, T> {}
#[diagnostic::do_not_recommend]
// SAFETY: there is no value.
unsafe impl<T: ?Sized> Carried for PhantomData<T> {}
#[diagnostic::do_not_recommend]
// SAFETY: as a box, the vector knows its scope by nothing but its type.
unsafe impl<T: Carried> Carried for ThinVec<'_, T> {}
#[diagnostic::do_not_recommend]
// SAFETY: a number.
unsafe impl<T> Carried for Idx<'_, T> {}
#[diagnostic::do_not_recommend]
// SAFETY: texts in the scope, and errors of other kinds, which the scope has adopted: those are `'static`.
unsafe impl Carried for ScopedError<'_> {}

/// Tuples, and pointers to functions: those are code, and hold no value of their types.
macro_rules! lists {
    ($([$($T:ident),*])*) => {
        $(
            #[diagnostic::do_not_recommend]
            // SAFETY: every field can be carried.
            unsafe impl<$($T: Carried),*> Carried for ($($T,)*) {}
            #[diagnostic::do_not_recommend]
            // SAFETY: there is no value.
            unsafe impl<R, $($T),*> Carried for fn($($T),*) -> R {}
        )*
    };
}

lists! { [] [A] [A, B] [A, B, C] [A, B, C, D] [A, B, C, D, E] [A, B, C, D, E, F] [A, B, C, D, E, F, G] [A, B, C, D, E, F, G, H] }
