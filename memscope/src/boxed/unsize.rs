//! Forgetting the exact type of a box's value.

use core::marker::PhantomData;
use core::ptr::NonNull;

use super::MemBox;

/// What a box is apart from its pointer: the brand.
pub struct Opened<'mcx>(PhantomData<MemBox<'mcx, ()>>);

/// Takes a box apart, so that the pointer can be coerced where the macro is used: only there is the type of the value
/// known.
#[inline(always)]
pub fn open<T: ?Sized>(boxed: MemBox<'_, T>) -> (*mut T, Opened<'_>) {
    (MemBox::into_raw(boxed).as_ptr(), Opened(PhantomData))
}

impl<'mcx> Opened<'mcx> {
    /// Puts the box together again. A method, since a call of it needs no token of the macro's in front of the user's.
    ///
    /// # Safety
    /// Both are from one call of [`open`], and the pointer has at most been unsized.
    #[inline(always)]
    pub unsafe fn close<T: ?Sized>(self, ptr: *mut T) -> MemBox<'mcx, T> {
        // SAFETY: by contract the box's own pointer. Unsizing keeps address and provenance, and adds what is true of the
        // value.
        unsafe { MemBox::from_raw(NonNull::new_unchecked(ptr)) }
    }
}

/// Forgets the exact type of a box's value: `unsize!(boxed => dyn Trait)`, `unsize!(boxed => [T])` of an array.
///
/// The box stays the same otherwise: it is of the same scope, owns the value, and drops it. The type may be whatever the
/// language unsizes the value's to, as it does for a `Box`; also a trait object of a supertrait or with fewer auto
/// traits, or a struct whose last field is unsized.
///
/// ```
/// use std::fmt::Display;
/// use memscope::{scope, unsize, MemBox, MemVec};
///
/// scope!(cx);
/// let shapes: MemBox<'_, [&str]> = unsize!(cx.boxed(["circle", "square"]) => [&str]);
/// let mut shown: MemVec<'_, MemBox<'_, dyn Display>> = cx.vec();
/// shown.push(unsize!(cx.boxed(42) => dyn Display));
/// shown.push(unsize!(cx.boxed(shapes.concat()) => dyn Display));
/// assert_eq!(shown[1].to_string(), "circlesquare");
/// ```
///
/// A macro, since stable Rust lets no pointer of a library's own unsize by itself: it coerces a raw pointer, for which
/// there is no other coercion than this one. So a part of the value, or what the value derefs to, does not compile:
///
/// ```compile_fail,E0308
/// memscope::scope!(cx);
/// memscope::unsize!(cx.boxed(String::from("text")) => str);
/// ```
///
/// The idea is that of `unsize_bump_box!` in the `bump-scope` crate. It costs nothing; the box of a trait object or a slice
/// is two words.
#[macro_export]
macro_rules! unsize {
    ($boxed:expr => $to:ty $(,)?) => {
        $crate::__private::unsize!($crate: ($boxed) => ($to))
    };
}
