//! A pool of blocks for values of one type, in a scope that lives long.

use core::borrow::{Borrow, BorrowMut};
use core::cell::Cell;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop, MaybeUninit};
use core::ops::{Deref, DerefMut};
use core::ptr::{self, NonNull};

use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::region::Tries;
use crate::shadow;

/// Memory for values of one type that come and go: what one of them leaves is used for the next. Made by [`MemCx::pool`].
///
/// A scope frees all it has when it ends, and nothing before. In one that lives long, as that of a server or of a simulation
/// does, a pool takes as much memory as there were values at a time.
///
/// ```
/// use std::collections::VecDeque;
/// use memscope::{scope, MemPool, PoolBox};
///
/// scope!(cx, limit = 4096);
/// let pool: MemPool<'_, String> = cx.pool();
/// let mut queue: VecDeque<PoolBox<'_, String>> = VecDeque::new();
/// for job in 0..10_000 {
///     queue.push_back(pool.insert(format!("job {job}")));
///     if queue.len() > 10 {
///         queue.pop_front();              // drops the string, and its block is free
///     }
/// }
/// assert_eq!(*queue[0], "job 9990");
/// ```
///
/// The boxes borrow the pool, so they are dropped before it; it moves or ends only when they are gone. Values may hold boxes
/// of their own pool, as the nodes of a tree do. The pool is neither `Send` nor `Sync`.
///
/// **Cost.** Two words; a block is a word longer than the value, which leads to the pool as long as it is in use. Taking a free
/// block and giving it back are three loads and stores each; a new one is [allocated](MemCx::alloc) in the scope. Nothing goes
/// back to the scope before it ends.
///
/// The idea is Postgres' `Slab` context. For blocks of all sizes, `scope!(cx, recycle)` does the same at the price of a search.
pub struct MemPool<'mcx, T> {
    free: FreeList,
    cx: MemCx<'mcx>,
    // Owns no value: those are their boxes'.
    of: PhantomData<fn() -> T>,
}

/// The newest free block, or null.
struct FreeList(Cell<*mut Link>);

// SAFETY: only the pool and its boxes use it. What keeps the pool on its thread is its handle, and a box is not `Send`.
unsafe impl Send for FreeList {}
// SAFETY: as above.
unsafe impl Sync for FreeList {}

/// What stands at the start of a block: a free one knows the next, one in use knows its pool.
union Link {
    next: *mut Link,
    pool: *const FreeList,
}

/// A block. The link comes first, so that a pointer to it is one to the block.
#[repr(C)]
struct Block<T> {
    link: Link,
    value: MaybeUninit<T>,
}

/// Owns a value in a pool: drops it, and then the pool has its block again. Made by [`MemPool::insert`]. One word.
///
/// It is `Sync` if the value is; but not `Send`, since dropping it changes the pool. As a [`MemBox`](crate::MemBox), it gives no
/// `Pin`, since it may be forgotten.
pub struct PoolBox<'pool, T> {
    block: NonNull<Block<T>>,
    // Owns a `T`, and borrows the pool.
    owns: PhantomData<T>,
    pool: PhantomData<&'pool FreeList>,
}

// SAFETY: a shared box gives shared access to its value, and to nothing else.
unsafe impl<T: Sync> Sync for PoolBox<'_, T> {}

impl<'mcx> MemCx<'mcx> {
    /// An empty pool in the scope. Takes no memory before the first value.
    #[inline]
    #[must_use]
    pub const fn pool<T>(self) -> MemPool<'mcx, T> {
        MemPool::new_in(self)
    }
}

impl<'mcx, T> MemPool<'mcx, T> {
    /// An empty pool. Takes no memory before the first value.
    #[inline]
    #[must_use]
    pub const fn new_in(cx: MemCx<'mcx>) -> Self {
        Self { free: FreeList(Cell::new(ptr::null_mut())), cx, of: PhantomData }
    }

    /// The handle of the scope that the pool is of.
    #[inline]
    #[must_use]
    pub const fn cx(&self) -> MemCx<'mcx> {
        self.cx
    }

    /// Moves a value into the pool.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn insert(&self, value: T) -> PoolBox<'_, T> {
        ok(self.try_insert(value))
    }

    /// As [`insert`](Self::insert).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped.
    #[inline]
    pub fn try_insert(&self, value: T) -> Result<PoolBox<'_, T>, AllocError> {
        self.try_insert_with(|| value)
    }

    /// Makes a value in the pool: `f` runs after the memory was had. It may use the pool itself. If it panics, the block is free.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn insert_with(&self, f: impl FnOnce() -> T) -> PoolBox<'_, T> {
        ok(self.try_insert_with(f))
    }

    /// As [`insert_with`](Self::insert_with).
    ///
    /// # Errors
    /// If the memory cannot be had; `f` was not called.
    #[inline]
    pub fn try_insert_with(&self, f: impl FnOnce() -> T) -> Result<PoolBox<'_, T>, AllocError> {
        let block = self.block()?;
        // SAFETY: a block in use, and nobody else's.
        let vacated = unsafe { Vacated::new(block) };
        let value = f();
        mem::forget(vacated);
        // SAFETY: the block is ours, and has room for a value.
        unsafe { (&raw mut (*block.as_ptr()).value).cast::<T>().write(value) };
        Ok(PoolBox { block, owns: PhantomData, pool: PhantomData })
    }

    /// A block in use, that knows the pool.
    #[inline]
    fn block(&self) -> Result<NonNull<Block<T>>, AllocError> {
        let block = match NonNull::new(self.free.0.get()) {
            Some(link) => {
                // SAFETY: a free block of the list, which nobody else looks at.
                self.free.0.set(unsafe { link.as_ref().next });
                shadow::unpoison(link.cast().as_ptr(), size_of::<Block<T>>());
                link.cast()
            }
            None => self.cx.region().reserve::<Block<T>, Tries>()?,
        };
        // SAFETY: the block is nobody else's, and there is room for a link.
        unsafe { (&raw mut (*block.as_ptr()).link).write(Link { pool: &raw const self.free }) };
        Ok(block)
    }
}

/// A block without a value, which goes back to its pool.
struct Vacated<T>(NonNull<Block<T>>);

impl<T> Vacated<T> {
    /// # Safety
    /// The block is in use, and nobody else's. Its pool is where it was when the block was taken.
    #[inline(always)]
    unsafe fn new(block: NonNull<Block<T>>) -> Self {
        Self(block)
    }
}

impl<T> Drop for Vacated<T> {
    #[inline(always)]
    fn drop(&mut self) {
        let link = self.0.cast::<Link>().as_ptr();
        // SAFETY: by contract the link leads to the pool, and is nobody else's from here on.
        unsafe {
            let free = &(*(*link).pool).0;
            link.write(Link { next: free.get() });
            free.set(link);
            shadow::poison(link.add(1).cast(), size_of::<Block<T>>() - size_of::<Link>());
        }
    }
}

impl<'pool, T> PoolBox<'pool, T> {
    /// Moves the value out. Its block is free.
    #[inline]
    #[must_use]
    pub fn into_inner(this: Self) -> T {
        let this = ManuallyDrop::new(this);
        // SAFETY: the box owned the value and is gone; it borrowed the pool, which hence is where it was.
        unsafe {
            let _vacated = Vacated::new(this.block);
            this.value().read()
        }
    }

    /// Gives up the ownership for a reference: the value is not dropped any more, and its block not used again.
    #[inline]
    #[must_use = "the value will not be dropped"]
    pub fn leak(this: Self) -> &'pool mut T
    where
        T: 'pool,
    {
        let this = ManuallyDrop::new(this);
        // SAFETY: nobody else has the value, and its memory stays as long as the scope, which outlives the pool.
        unsafe { &mut *this.value() }
    }

    #[inline(always)]
    const fn value(&self) -> *mut T {
        // SAFETY: the block is there as long as the box.
        unsafe { (&raw mut (*self.block.as_ptr()).value).cast() }
    }
}

impl<T> Drop for PoolBox<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the box owns the value, which nobody sees afterwards. The block is free when the destructor is done, also by a
        // panic; the box borrows the pool, which hence is where it was.
        unsafe {
            let _vacated = Vacated::new(self.block);
            self.value().drop_in_place();
        }
    }
}

impl<T> Deref for PoolBox<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the box owns an initialised value, in memory that outlives it.
        unsafe { &*self.value() }
    }
}

impl<T> DerefMut for PoolBox<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the box is borrowed mutably.
        unsafe { &mut *self.value() }
    }
}

// A box moves without moving its value, whatever that is.
impl<T> Unpin for PoolBox<'_, T> {}

impl<T> fmt::Debug for MemPool<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemPool").field("cx", &self.cx).finish_non_exhaustive()
    }
}

impl<T: fmt::Debug> fmt::Debug for PoolBox<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: fmt::Display> fmt::Display for PoolBox<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: PartialEq> PartialEq for PoolBox<'_, T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Eq> Eq for PoolBox<'_, T> {}

impl<T: PartialOrd> PartialOrd for PoolBox<'_, T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord> Ord for PoolBox<'_, T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Hash> Hash for PoolBox<'_, T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T> AsRef<T> for PoolBox<'_, T> {
    #[inline]
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T> AsMut<T> for PoolBox<'_, T> {
    #[inline]
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T> Borrow<T> for PoolBox<'_, T> {
    #[inline]
    fn borrow(&self) -> &T {
        self
    }
}

impl<T> BorrowMut<T> for PoolBox<'_, T> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}
