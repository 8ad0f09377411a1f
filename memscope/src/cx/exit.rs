//! What a scope does at its end: dropping what it adopted, and calling what was deferred.

use core::ptr::{NonNull, drop_in_place};

use super::{MemCx, ok};
use crate::error::AllocError;
use crate::region::{DropNode, Entry, Region, Tries};

impl<'mcx> MemCx<'mcx> {
    /// Moves a value with a destructor into the scope, which drops it at its end.
    ///
    /// Adopted values and [deferred calls](Self::defer) end in the reverse order, those of inner scopes before those of
    /// outer ones, each once; if one panics, the rest is run all the same. Destructors may open scopes.
    ///
    /// `'static`, because a destructor must not see a neighbour that is already gone; `Send`, because a future with an
    /// open scope may end on another thread. Values that borrow go into a [`MemBox`](crate::MemBox).
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let log: &mut String = cx.adopt(String::new());
    /// log.push_str("dropped with the scope");
    /// ```
    ///
    /// Costs two words beside the value, and a call at the end.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn adopt<'s, T: Send + 'static>(self, value: T) -> &'s mut T
    where
        'mcx: 's,
    {
        ok(self.try_adopt(value))
    }

    /// As [`adopt`](Self::adopt).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped at once.
    #[inline]
    #[track_caller]
    pub fn try_adopt<'s, T: Send + 'static>(self, value: T) -> Result<&'s mut T, AllocError>
    where
        'mcx: 's,
    {
        // SAFETY: the region keeps the value until no handle is left, hence beyond `'s`, and nobody else has it.
        self.region().adopt(value).map(|mut value| unsafe { value.as_mut() })
    }

    /// Calls `f` at the end of the scope, on every road out of it.
    ///
    /// Any number of calls, in the reverse order; see [`adopt`](Self::adopt) for the order and for panics. The idea is
    /// that of Postgres' reset callbacks and of Zig's and Go's `defer`.
    ///
    /// ```
    /// use std::sync::atomic::{AtomicU32, Ordering};
    /// static OPEN: AtomicU32 = AtomicU32::new(1);
    /// {
    ///     memscope::scope!(cx);
    ///     cx.defer(|| { OPEN.fetch_sub(1, Ordering::Relaxed); });
    /// }
    /// assert_eq!(OPEN.load(Ordering::Relaxed), 0);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn defer(self, f: impl FnOnce() + Send + 'static) {
        ok(self.try_defer(f));
    }

    /// As [`defer`](Self::defer).
    ///
    /// # Errors
    /// If the memory cannot be had; `f` is dropped and will not be called.
    #[inline]
    #[track_caller]
    pub fn try_defer<F: FnOnce() + Send + 'static>(self, f: F) -> Result<(), AllocError> {
        /// # Safety
        /// `node` is the node of an `Entry<F>` whose value is alive and is not used afterwards.
        unsafe fn run<F: FnOnce()>(node: *mut DropNode) {
            // SAFETY: by contract; the closure is moved out and called, once.
            let f = unsafe { (&raw const (*node.cast::<Entry<F>>()).value).read() };
            f();
        }
        // SAFETY: `run::<F>` moves the closure out, once.
        unsafe { self.region().at_exit(f, run::<F>) }.map(drop)
    }
}

impl Region {
    /// Moves a value into the region, which drops it at its end.
    #[inline]
    #[track_caller]
    pub(crate) fn adopt<T: Send + 'static>(&self, value: T) -> Result<NonNull<T>, AllocError> {
        let room = self.room_at_exit()?;
        // SAFETY: a `Send` value may be dropped on any thread, and what is `'static` at any time.
        Ok(unsafe { self.drop_at_exit(room, value) })
    }

    /// Room for what the region will drop or call at its end.
    #[inline]
    #[track_caller]
    pub(crate) fn room_at_exit<T>(&self) -> Result<NonNull<Entry<T>>, AllocError> {
        self.own_chunk()?;
        self.reserve::<Entry<T>, Tries>()
    }

    /// Has a value dropped at the end of the region.
    ///
    /// # Safety
    /// `room` is fresh from [`room_at_exit`](Self::room_at_exit) of this region. The value may be dropped on any thread,
    /// when nothing is left of what refers to the region's memory.
    #[inline]
    pub(crate) unsafe fn drop_at_exit<T>(&self, room: NonNull<Entry<T>>, value: T) -> NonNull<T> {
        /// # Safety
        /// `node` is the node of an `Entry<T>` whose value is alive and is not used afterwards.
        unsafe fn run<T>(node: *mut DropNode) {
            // SAFETY: by contract; the value is behind the node in the same entry.
            unsafe { drop_in_place(&raw mut (*node.cast::<Entry<T>>()).value) };
        }
        // SAFETY: by contract; `run::<T>` drops the value in place, once.
        unsafe { self.fill_at_exit(room, value, run::<T>) }
    }

    /// # Safety
    /// `run` may be called once, on any thread, with the entry of `value`, after whose end nobody uses the value.
    #[inline]
    #[track_caller]
    unsafe fn at_exit<T>(&self, value: T, run: unsafe fn(*mut DropNode)) -> Result<NonNull<T>, AllocError> {
        let room = self.room_at_exit()?;
        // SAFETY: by contract.
        Ok(unsafe { self.fill_at_exit(room, value, run) })
    }

    /// # Safety
    /// As for [`at_exit`](Self::at_exit); `room` is fresh from [`room_at_exit`](Self::room_at_exit) of this region.
    #[inline]
    unsafe fn fill_at_exit<T>(&self, room: NonNull<Entry<T>>, value: T, run: unsafe fn(*mut DropNode)) -> NonNull<T> {
        // SAFETY: fresh memory for the entry. The region runs and unlinks it when no handle is left; the node is not
        // part of what is handed out, and both pointers derive from the same place.
        unsafe {
            room.write(Entry::new(value, run));
            let entry = room.as_ptr();
            self.push_drop(entry.cast());
            NonNull::new_unchecked(&raw mut (*entry).value)
        }
    }
}
