//! Scopes for C: a scope as the allocator of a C library, and a C allocator as the source of a scope. Behind the feature `ffi`.
//!
//! # A library in a scope
//!
//! A library that lets its user choose the allocator takes a context pointer and some functions. [`context`] makes the
//! pointer of a scope, and the functions are these:
//!
//! | the library tells sizes | functions |
//! |---|---|
//! | no: C's own family | [`malloc`], [`calloc`], [`realloc`], [`aligned_alloc`], [`free`], [`free_sized`], [`free_aligned_sized`] |
//! | no: zlib, yyjson | [`zlib_alloc`] and [`free`]; [`malloc`], [`yyjson_realloc`] and [`free`] |
//! | yes | [`allocate`], [`reallocate`], [`deallocate`] |
//! | yes: Lua | [`lua_alloc`] |
//!
//! Where C does not tell how long a block is, that stands in a header of 16 bytes, and nowhere else. [`Table`] has all of
//! them in one `repr(C)` struct, for C code that was written for it; `include/memscope.h` is its header.
//!
//! What such a library makes is gone when the scope ends, all at once. So it must not be *used* then, and that is a matter of
//! types: **the safe wrapper of its object holds the scope's handle**. The handle is invariant in the scope's lifetime,
//! does not leave the thread, and cannot be carried out of a transaction; so the wrapper does not and cannot either.
//!
//! ```
//! use memscope::{ffi, scope, MemCx};
//! use std::ffi::c_void;
//!
//! // A C library.
//! # mod c {
//! #     use std::ffi::c_void;
//! #     #[repr(C)]
//! #     pub struct Counter { n: u64 }
//! pub type Alloc = unsafe extern "C" fn(ud: *mut c_void, ptr: *mut c_void, osize: usize, nsize: usize) -> *mut c_void;
//! #     pub unsafe extern "C" fn counter_new(alloc: Alloc, ud: *mut c_void) -> *mut Counter { unsafe {
//! #         let counter: *mut Counter = alloc(ud, std::ptr::null_mut(), 0, 8).cast();
//! #         if let Some(counter) = counter.as_mut() { counter.n = 0; }
//! #         counter
//! #     } }
//! #     pub unsafe extern "C" fn counter_next(counter: *mut Counter) -> u64 { unsafe {
//! #         (*counter).n += 1;
//! #         (*counter).n
//! #     } }
//! # }
//!
//! /// Its object, in a scope.
//! struct Counter<'mcx> {
//!     raw: *mut c::Counter,
//!     _cx: MemCx<'mcx>,           // the object lives where this points to, and no longer
//! }
//!
//! impl<'mcx> Counter<'mcx> {
//!     fn new(cx: MemCx<'mcx>) -> Option<Self> {
//!         // SAFETY: what is made goes with the scope, whose handle `Counter` holds.
//!         let raw = unsafe { c::counter_new(ffi::lua_alloc, ffi::context(cx)) };
//!         (!raw.is_null()).then_some(Self { raw, _cx: cx })
//!     }
//!
//!     fn next(&mut self) -> u64 {
//!         // SAFETY: the scope is open, as its handle says.
//!         unsafe { c::counter_next(self.raw) }
//!     }
//! }
//! // No `Drop`: the scope's end frees it. A library that holds more than memory gets one, which calls its `close`.
//!
//! scope!(cx, recycle, limit = 64 * 1024);
//! let mut counter = Counter::new(cx).unwrap();
//! assert_eq!((counter.next(), counter.next()), (1, 2));
//! ```
//!
//! A wrapper that leaves its scope is refused by the handle's name:
//!
//! ```compile_fail,E0597
//! # use memscope::{scope, MemCx};
//! # struct Counter<'mcx>(MemCx<'mcx>);
//! # impl<'mcx> Counter<'mcx> {
//! #     fn new(cx: MemCx<'mcx>) -> Option<Self> { Some(Self(cx)) }
//! #     fn next(&mut self) {}
//! # }
//! let mut counter = {
//!     scope!(cx);                 // `cx` does not live long enough
//!     Counter::new(cx).unwrap()
//! };
//! counter.next();
//! ```
//!
//! An interpreter frees many small blocks while it runs. In a scope with [`recycle`](crate::scope!#where-memory-comes-from) they
//! serve its next requests; without it, only the newest can be given back, which is enough for a library that makes its
//! state once.
//!
//! # Contract
//!
//! What C code keeps to, and whoever calls the functions or passes them on:
//!
//! * `data` is a [`context`] of a scope that is still open, and the call is made on the thread that uses its handle.
//! * A block goes back to the family that gave it, and to the same scope, once; and not after the scope has ended.
//!
//! What the functions keep to:
//!
//! * No memory, for whichever reason, is a null pointer: never an end of the process, nor anything written to `errno`.
//! * A block is aligned to 16 bytes at least, also a short one, and disjoint from all others, until it is freed or the scope ends.
//! * A block that cannot grow stays as it was.
//! * They never unwind, and call nothing that could: no source does.
//!
//! Sizes are rounded up, to 16 bytes for short blocks, and by a fifth at most for others of less than a page; so a freed block fits
//! the next request of about its size.
//!
//! **Cost.** Some thirty instructions, from the window, or where a block of that size was freed; as many to free one. A scope
//! that does not recycle takes from the window only.
//!
//! # C memory for a scope
//!
//! [`CSource`] is a [`Source`](crate::source::Source) of C functions: [`Vtable`], which C fills.

mod blocks;
mod known;
mod source;
mod table;
mod unknown;

use core::ffi::c_void;
use core::ptr::{self, NonNull};

pub use known::{allocate, deallocate, lua_alloc, reallocate};
pub use source::{CSource, Vtable};
pub use table::Table;
pub use unknown::{
    aligned_alloc, calloc, free, free_aligned_sized, free_sized, malloc, realloc, yyjson_realloc, zlib_alloc,
};

use crate::cx::MemCx;
use crate::region::Region;

/// What C passes to the functions of this module to say which scope it means: `data`, `ud`, `opaque`, `ctx`.
#[must_use]
pub fn context(cx: MemCx<'_>) -> *mut c_void {
    ptr::from_ref(cx.region()).cast_mut().cast()
}

/// What C gets.
#[inline(always)]
fn pointer(block: Option<NonNull<u8>>) -> *mut c_void {
    block.map_or(ptr::null_mut(), |block| block.as_ptr().cast())
}

/// The region of a context.
///
/// # Safety
/// `data` is the [`context`] of a scope that is open, and stays so for `'r`; the thread is that of its handle.
#[inline]
unsafe fn region<'r>(data: *mut c_void) -> &'r Region {
    // SAFETY: by contract a region which, being borrowed for the scope, stays in place. It is only ever reached through
    // shared references.
    unsafe { &*data.cast_const().cast() }
}
