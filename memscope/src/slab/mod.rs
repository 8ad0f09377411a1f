//! Values in one growing array, and 32-bit handles to them that need no bounds check.
//!
//! **Claim.** An [`Idx<'s, T>`](Idx) is in range of every [`MemSlab<'s, T>`](MemSlab) at hand.
//!
//! **Proof.**
//!
//! 1. *There is at most one slab of a brand, ever.* A slab is made of a [`NewSlab<'s, '_>`](NewSlab) and uses it up; that is
//!    neither `Copy` nor `Clone`, and each is of a brand of its own (the proofs are in `brand.rs` and `branded.rs`). A slab is not `Clone`, nor
//!    `Default`, and nothing splits it; a [`ThinSlab`] is what is left of one without its handle. So `mem::swap` finds no two
//!    of them, `mem::replace` nothing to put in its place, and `mem::take` does not compile; what is moved is still the one.
//! 2. *It never becomes shorter.* No method removes a value; only its own drop does, after which there is no slab of the
//!    brand. What is handed out of it (`&T`, `&mut T`, slices) changes values, not how many there are.
//! 3. *An index is made of a length.* `push` makes the index of a value after that was written and counted; `indices` and `idx`
//!    make those that are below the length. Neither runs code of the user's between the count and the index.
//! 4. So the index was below the length of the one slab when it was made, and is at any later moment. Both types are invariant
//!    in the brand, so that no index is taken for one of another slab. ∎

mod idx;
mod thin;

use core::fmt;
use core::mem::{self, ManuallyDrop};
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;
use core::slice;

use generativity::Id;

pub use idx::{Idx, Indices};
pub use thin::ThinSlab;

use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::thin::ThinVec;

/// Values of one type, each with a 32-bit handle, [`Idx`], which stays good as long as the slab. Made by
/// [`slab!`](crate::slab!) or [`with_slab`].
///
/// For trees and graphs: a link takes four bytes instead of eight, is `Copy`, may point to any node, and nodes can be changed
/// while others link to them, since only the slab gives access. Unlike the index of a `Vec`, a handle has the brand `'s` of its
/// slab, so it is in range, which nothing has to check, and that of another slab does not compile.
///
/// ```
/// use memscope::{scope, slab, Idx, MemSlab};
///
/// struct Node<'s> { value: u32, next: Option<Idx<'s, Node<'s>>> }
///
/// struct List<'s> { nodes: MemSlab<'s, Node<'s>>, first: Option<Idx<'s, Node<'s>>> }
///
/// impl<'s> List<'s> {
///     fn push_front(&mut self, value: u32) {
///         self.first = Some(self.nodes.push(Node { value, next: self.first }));
///     }
///
///     fn sum(&self) -> u32 {
///         let links = std::iter::successors(self.first, |&at| self.nodes[at].next);
///         links.map(|at| self.nodes[at].value).sum()
///     }
/// }
///
/// scope!(cx);
/// slab!(nodes in cx);
/// let mut list = List { nodes, first: None };
/// list.push_front(1);
/// list.push_front(2);
/// assert_eq!(list.sum(), 3);
/// assert_eq!(size_of::<Option<Idx<'_, Node<'_>>>>(), 4);
/// ```
///
/// Values are only added: an index has no generation that could tell whether its value is still there. What comes and goes is
/// for a [`MemPool`](crate::MemPool). Destructors run when the slab is dropped, which gives the memory back if it is the newest
/// buffer of its scope. A slab cannot be cloned, and cannot leave the block of its `slab!`; pass it on by `&mut`. One that is
/// to be returned, or sent to a thread, is that of a [`Branded`](crate::Branded) owner.
///
/// It derefs to a [`ThinSlab`], which has the methods that look at values and change them. It is `Sync` if its values are, so
/// that threads can read one structure; but not `Send`, since it holds a handle.
///
/// **Cost.** Three words. `push` and growth are those of [`ThinVec`]: values move when the slab grows, but their
/// indices stay. Access is one address computation, without a compare.
///
/// The idea of a brand for each container is that of the crate `indexing` (by bluss), and of Aria Beingessner's thesis on
/// Rust's collections; the names are those of rustc's `IndexVec`.
pub struct MemSlab<'s, T> {
    thin: ThinSlab<'s, T>,
    /// That of the scope, which outlives the brand. It is never handed out: there it would have the wrong brand.
    cx: MemCx<'s>,
}

// SAFETY: a shared slab gives shared access to its values. The handle is used through `&mut` alone.
unsafe impl<T: Sync> Sync for MemSlab<'_, T> {}

/// What one slab is made of: a scope, and a brand that no other slab has. Made by [`with_slab`], and for a
/// [`Branded`](crate::Branded) owner.
///
/// The scope outlives the brand, as the type says: a function that takes this may rely on it.
#[derive(Debug)]
#[must_use = "it is used up by `open`, which makes the slab"]
pub struct NewSlab<'s, 'mcx: 's> {
    cx: MemCx<'mcx>,
    brand: Id<'s>,
}

impl<'s, 'mcx> NewSlab<'s, 'mcx> {
    /// # Safety
    /// No other is, was or will be of the brand.
    #[inline(always)]
    pub(crate) unsafe fn new(cx: MemCx<'mcx>, brand: Id<'s>) -> Self {
        Self { cx, brand }
    }

    /// The slab of this brand, for values of any type: it may have the brand in it. Takes no memory before the first push.
    #[inline(always)]
    #[must_use]
    pub fn open<T>(self) -> MemSlab<'s, T> {
        // SAFETY: the scope outlives the brand, so its region is borrowed for as long. The handle stays with the slab.
        let cx = unsafe { MemCx::new(NonNull::from(self.cx.region()), self.brand) };
        MemSlab { thin: ThinSlab { values: ThinVec::new() }, cx }
    }
}

/// Runs `f` with what a slab is made of: the way without a macro.
///
/// As the closure must take any brand, no index can be returned from it. [`slab!`](crate::slab!) does the same for a block,
/// where `?`, `return` and `break` pass through.
///
/// ```
/// use memscope::{scope, with_slab, Idx};
///
/// struct Node<'s> { next: Option<Idx<'s, Node<'s>>> }
///
/// scope!(cx);
/// let count = with_slab(cx, |slab| {
///     let mut nodes = slab.open();
///     let first = nodes.push(Node { next: None });
///     nodes[first].next = Some(first);
///     nodes.len()
/// });
/// assert_eq!(count, 1);
/// ```
pub fn with_slab<'mcx, R>(cx: MemCx<'mcx>, f: impl for<'s> FnOnce(NewSlab<'s, 'mcx>) -> R) -> R {
    // SAFETY: inside of the closure the lifetime is one that is equal to no other; outside nothing has it.
    f(unsafe { NewSlab::new(cx, Id::new()) })
}

/// Putting values in.
impl<'s, T> MemSlab<'s, T> {
    /// Puts a value in, and returns its index.
    ///
    /// For a value that holds its own index, or that of one that comes later, use an [`Option`] and set it afterwards:
    /// there is no index before there is the value.
    ///
    /// # Panics
    /// If the memory cannot be had, or there are 2³² - 1 values already.
    #[inline(always)]
    #[track_caller]
    pub fn push(&mut self, value: T) -> Idx<'s, T> {
        self.thin.push(self.cx, value)
    }

    /// As [`push`](Self::push).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are 2³² - 1 values already; the value is dropped.
    #[inline]
    pub fn try_push(&mut self, value: T) -> Result<Idx<'s, T>, AllocError> {
        self.thin.try_push(self.cx, value)
    }

    /// Puts what an iterator gives in, side by side. [`indices`](ThinSlab::indices) has them at its end.
    ///
    /// # Errors
    /// If the memory cannot be had, or there are more than 2³² - 1 values. What came until then has been put in; the value
    /// that found no room is dropped.
    #[inline]
    pub fn try_extend(&mut self, values: impl IntoIterator<Item = T>) -> Result<(), AllocError> {
        self.thin.try_extend(self.cx, values)
    }

    /// Makes room for `more` values.
    ///
    /// # Panics
    /// If the memory cannot be had, or there would be more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, more: usize) {
        self.thin.reserve(self.cx, more);
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// If the memory cannot be had, or there would be more than 2³² - 1 values. Nothing has changed then.
    #[inline]
    pub fn try_reserve(&mut self, more: usize) -> Result<(), AllocError> {
        self.thin.try_reserve(self.cx, more)
    }

    /// The slab without its handle.
    #[inline]
    #[must_use]
    pub fn into_thin(self) -> ThinSlab<'s, T> {
        let this = ManuallyDrop::new(self);
        // SAFETY: moved out, once; the handle has no destructor.
        unsafe { (&raw const this.thin).read() }
    }
}

impl<'s, T> Deref for MemSlab<'s, T> {
    type Target = ThinSlab<'s, T>;

    #[inline(always)]
    fn deref(&self) -> &ThinSlab<'s, T> {
        &self.thin
    }
}

impl<T> DerefMut for MemSlab<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.thin
    }
}

impl<T> Drop for MemSlab<'_, T> {
    #[inline]
    fn drop(&mut self) {
        mem::take(&mut self.thin.values).free(self.cx);
    }
}

impl<T> Extend<T> for MemSlab<'_, T> {
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        ok(self.try_extend(values));
    }
}

impl<'v, T> IntoIterator for &'v MemSlab<'_, T> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'v, T> {
        self.iter()
    }
}

impl<'v, T> IntoIterator for &'v mut MemSlab<'_, T> {
    type Item = &'v mut T;
    type IntoIter = slice::IterMut<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'v, T> {
        self.iter_mut()
    }
}

impl<T: fmt::Debug> fmt::Debug for MemSlab<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.thin.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::MemSlab;

    /// In a program, this takes as many pushes.
    fn fill(slab: &mut MemSlab<'_, ()>, len: u32) {
        // SAFETY: any number of zero-sized values needs no memory.
        unsafe { slab.thin.values.set_len(len as usize) };
    }

    #[test]
    fn nx02_the_last_index_is_that_of_all_ones() {
        crate::with_scope(|cx| {
            crate::with_slab(cx, |slab| {
                let mut slab = slab.open();
                fill(&mut slab, u32::MAX - 1);
                let last = slab.push(());
                assert_eq!((last.to_usize(), slab.len()), (u32::MAX as usize - 1, u32::MAX as usize));
                assert_eq!(slab.indices().next_back(), Some(last));
                let error = slab.try_push(()).unwrap_err();
                assert_eq!((error.size(), slab.len()), (usize::MAX, u32::MAX as usize));
                assert!(slab.try_extend([()]).is_err() && slab.try_reserve(1).is_err());
            });
        });
    }
}
