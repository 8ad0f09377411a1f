//! Forgetting the exact type of a box's value.

use core::marker::PhantomData;
use core::ptr::NonNull;

use super::MemBox;

/// The value of a box that was taken apart: a reference to it is all of the box, and so is what that is unsized to.
///
/// Only [`open`] makes one, and nothing reads it or copies it. The reference lasts as long as the `'c` in its own type says, which
/// stays as it is; so it is used once, and what [`close`] gets is a whole box again, whoever calls it.
#[repr(transparent)]
pub struct Content<'mcx, 'c, T: ?Sized> {
    brand: PhantomData<MemBox<'mcx, ()>>,
    once: PhantomData<fn(&'c ()) -> &'c ()>,
    value: T,
}

/// Takes a box apart, so that the reference can be coerced where the macro is used: only there is the type of the value
/// known. In a tuple, since a field needs no token of the macro's in front of the user's.
#[inline(always)]
pub fn open<'mcx: 'c, 'c, T: ?Sized + 'c>(boxed: MemBox<'mcx, T>) -> (&'c mut Content<'mcx, 'c, T>,) {
    let content = MemBox::into_raw(boxed).as_ptr() as *mut Content<'mcx, 'c, T>;
    // SAFETY: laid out as the value, which nobody else has; its memory stays as long as the scope.
    (unsafe { &mut *content },)
}

/// Puts a box together again.
#[inline(always)]
pub fn close<'mcx, 'c, T: ?Sized>(content: &'c mut Content<'mcx, 'c, T>) -> MemBox<'mcx, T> {
    // SAFETY: by `open` a box's value, in that scope. Unsizing keeps address and provenance, and adds what is true of the value.
    // The reference is lent for all of `'c`, so that there is no second box of the value.
    unsafe { MemBox::from_raw(NonNull::from(&mut content.value)) }
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
/// A macro, since stable Rust lets no pointer of a library's own unsize by itself: it coerces a reference to what derefs to
/// nothing, for which there is no other coercion than this one. So a part of the value, or what the value derefs to, does not
/// compile:
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
