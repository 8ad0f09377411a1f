//! A growable array that stores no handle.

mod edit;
mod traits;

use core::marker::PhantomData;
use core::mem::{self, ManuallyDrop};
use core::ptr::{self, NonNull};
use core::slice;

use crate::boxed::MemBox;
use crate::cx::{MemCx, no_destructor, ok};
use crate::error::AllocError;
use crate::raw::{RawBuf, capacity_overflow};
use crate::shadow;
use crate::vec::MemVec;

/// A growable array of two words, for structures that hold many small ones: a [`MemVec`] without the handle.
///
/// What grows takes the handle, `push(cx, value)`, and the brand proves that it is that of the scope where the values are:
/// any other does not compile.
///
/// ```
/// use memscope::{scope, MemCx, ThinVec};
///
/// struct Tree<'mcx> { name: &'mcx str, below: ThinVec<'mcx, Tree<'mcx>> }
///
/// fn add<'mcx>(cx: MemCx<'mcx>, tree: &mut Tree<'mcx>, path: &str) {
///     let Some((name, rest)) = path.split_once('/') else { return };
///     let at = tree.below.iter().position(|child| child.name == name).unwrap_or_else(|| {
///         tree.below.push(cx, Tree { name: cx.alloc_str(name), below: ThinVec::new() });
///         tree.below.len() - 1
///     });
///     add(cx, &mut tree.below[at], rest);
/// }
///
/// scope!(cx);
/// let mut root = Tree { name: "", below: ThinVec::new() };
/// add(cx, &mut root, "usr/bin/");
/// add(cx, &mut root, "usr/lib/");
/// assert_eq!(root.below[0].below.len(), 2);
/// assert_eq!(size_of::<ThinVec<'_, u8>>(), 16);
/// ```
///
/// ```compile_fail,E0597
/// use memscope::{scope, ThinVec};
///
/// scope!(cx);
/// let mut v = ThinVec::new();
/// v.push(cx, 1);
/// scope!(tmp in cx);      // `tmp` does not live long enough
/// v.push(tmp, 2);
/// ```
///
/// It derefs to a slice, and drops its values. As it has no way to its scope, it is `Send` and `Sync` if they are, and can be
/// [carried](crate::Carried) out of a transaction. [`into_vec`](Self::into_vec) lends it all that a [`MemVec`] can do.
///
/// **Cost.** Two words: length and capacity are 32 bits each, so it holds up to 2³² - 1 values. A push is one compare and the
/// store; growth is that of [`MemVec`]. Dropping it cannot give the memory back; [`free`](Self::free) can.
///
/// The idea of a container that is told its allocator at each call is Zig's unmanaged list; there nothing checks that it is
/// always the same.
pub struct ThinVec<'mcx, T> {
    ptr: NonNull<T>,
    len: u32,
    cap: u32,
    // Owns values; invariant in the brand.
    owns: PhantomData<T>,
    brand: PhantomData<fn(&'mcx ()) -> &'mcx ()>,
}

// SAFETY: as a `Vec`'s; the vector has no way to its scope.
unsafe impl<T: Send> Send for ThinVec<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for ThinVec<'_, T> {}

/// Making one.
impl<'mcx, T> ThinVec<'mcx, T> {
    /// A zero-sized type needs no room.
    const NEW_CAP: u32 = if size_of::<T>() == 0 { u32::MAX } else { 0 };

    /// An empty vector of any scope: it becomes that of the first handle. Takes no memory.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        // SAFETY: there is no value, and no room.
        unsafe { Self::from_raw(RawBuf::NEW.ptr(), 0, Self::NEW_CAP) }
    }

    /// An empty vector with room for at least `capacity` values.
    ///
    /// # Panics
    /// If the memory cannot be had, or `capacity` is above 2³² - 1.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, cx: MemCx<'mcx>) -> Self {
        ok(Self::try_with_capacity_in(capacity, cx))
    }

    /// As [`with_capacity_in`](Self::with_capacity_in).
    ///
    /// # Errors
    /// If the memory cannot be had, or `capacity` is above 2³² - 1.
    #[inline]
    pub fn try_with_capacity_in(capacity: usize, cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        let mut vec = Self::new();
        vec.try_reserve_exact(cx, capacity)?;
        Ok(vec)
    }

    /// Collects an iterator. What it says of its length is a hint and is not trusted.
    ///
    /// # Panics
    /// If the memory cannot be had, or there are more than 2³² - 1 values.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_iter_in(iter: impl IntoIterator<Item = T>, cx: MemCx<'mcx>) -> Self {
        ok(Self::try_from_iter_in(iter, cx))
    }

    /// As [`from_iter_in`](Self::from_iter_in).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are more than 2³² - 1 values. What the iterator gave until then is dropped.
    #[inline]
    pub fn try_from_iter_in(iter: impl IntoIterator<Item = T>, cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        let mut vec = Self::new();
        vec.try_extend(cx, iter)?;
        Ok(vec)
    }

    /// A vector with the values and the room of another. Nothing moves.
    ///
    /// ```
    /// use memscope::{scope, vec_in, ThinVec};
    /// scope!(cx);
    /// let mut thin = ThinVec::from_vec(vec_in![cx; 1, 2]);
    /// thin.push(cx, 3);
    /// assert_eq!(thin.into_vec(cx), [1, 2, 3]);
    /// ```
    ///
    /// # Panics
    /// If there are more than 2³² - 1 values.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_vec(vec: MemVec<'mcx, T>) -> Self {
        let cx = vec.cx();
        Self::try_from_vec(vec).unwrap_or_else(|_| capacity_overflow::<T>(cx).raise())
    }

    /// As [`from_vec`](Self::from_vec).
    ///
    /// # Errors
    /// If there are more than 2³² - 1 values: the vector as it was.
    #[inline]
    pub fn try_from_vec(vec: MemVec<'mcx, T>) -> Result<Self, MemVec<'mcx, T>> {
        let Ok(len) = u32::try_from(vec.len()) else { return Err(vec) };
        let (buf, _, _) = vec.into_parts();
        // SAFETY: the parts of a vector of this scope; its room is at least what is counted.
        Ok(unsafe { Self::from_raw(buf.ptr(), len, counted(buf)) })
    }

    /// # Safety
    /// `ptr` is room for `cap` values in the scope `'mcx`, of which the first `len` are initialised, and nobody else's.
    #[inline(always)]
    const unsafe fn from_raw(ptr: NonNull<T>, len: u32, cap: u32) -> Self {
        Self { ptr, len, cap, owns: PhantomData, brand: PhantomData }
    }
}

/// What it is and has.
impl<'mcx, T> ThinVec<'mcx, T> {
    /// How many values it holds.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Whether it holds none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many values it can hold before it grows. 2³² - 1 for a zero-sized type.
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.cap as usize
    }

    /// The values.
    #[inline(always)]
    #[must_use]
    pub const fn as_slice(&self) -> &[T] {
        // SAFETY: the first `len` values are initialised and ours.
        unsafe { slice::from_raw_parts(self.as_ptr(), self.len()) }
    }

    /// The values.
    #[inline(always)]
    #[must_use]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above, and the vector is borrowed mutably.
        unsafe { slice::from_raw_parts_mut(self.as_mut_ptr(), self.len()) }
    }

    /// Where the values are: aligned, never null, dangling if there is no capacity.
    #[inline(always)]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.ptr.as_ptr()
    }

    /// As [`as_ptr`](Self::as_ptr), to write through.
    #[inline(always)]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.ptr.as_ptr()
    }

    /// Says how many values there are.
    ///
    /// # Safety
    /// `len` is at most the capacity, and the first `len` values are initialised.
    #[inline(always)]
    pub const unsafe fn set_len(&mut self, len: usize) {
        debug_assert!(len <= self.capacity());
        self.len = len as u32;
    }

    /// The room, as the engine knows it.
    #[inline(always)]
    const fn buf(&self) -> RawBuf<T> {
        RawBuf::from_parts(self.ptr, self.cap as usize)
    }

    #[inline(always)]
    fn set_buf(&mut self, buf: RawBuf<T>) {
        (self.ptr, self.cap) = (buf.ptr(), counted(buf));
    }
}

/// Capacity.
impl<'mcx, T> ThinVec<'mcx, T> {
    /// Makes room for `more` values; for more than that, so that many small calls cost little.
    ///
    /// # Panics
    /// If the memory cannot be had, or there would be more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, cx: MemCx<'mcx>, more: usize) {
        ok(self.try_reserve(cx, more));
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// If the memory cannot be had, or there would be more than 2³² - 1 values. Nothing has changed then.
    #[inline]
    pub fn try_reserve(&mut self, cx: MemCx<'mcx>, more: usize) -> Result<(), AllocError> {
        if self.room() < more {
            // SAFETY: the parts of a vector, whose scope is that of `cx`, as the brand says.
            self.set_buf(unsafe { grown(cx, self.buf(), self.len(), more)? });
        }
        Ok(())
    }

    /// Makes room for `more` values and no more than that.
    ///
    /// # Panics
    /// If the memory cannot be had, or there would be more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn reserve_exact(&mut self, cx: MemCx<'mcx>, more: usize) {
        ok(self.try_reserve_exact(cx, more));
    }

    /// As [`reserve_exact`](Self::reserve_exact).
    ///
    /// # Errors
    /// If the memory cannot be had, or there would be more than 2³² - 1 values. Nothing has changed then.
    pub fn try_reserve_exact(&mut self, cx: MemCx<'mcx>, more: usize) -> Result<(), AllocError> {
        if self.room() < more {
            let mut buf = self.buf();
            countable::<T>(cx, self.len(), more)?;
            // SAFETY: the buffer is of `cx`'s scope, as the brand says, and `len` within its capacity.
            unsafe { buf.grow_exact(cx, self.len(), more)? };
            self.set_buf(buf);
        }
        Ok(())
    }

    /// Gives back the room behind the values, if the vector is the newest buffer of its scope, or the
    /// scope recycles. It never moves them.
    #[inline]
    pub fn shrink_to_fit(&mut self, cx: MemCx<'mcx>) {
        self.shrink_to(cx, 0);
    }

    /// As [`shrink_to_fit`](Self::shrink_to_fit), but keeps room for at least `least` values.
    pub fn shrink_to(&mut self, cx: MemCx<'mcx>, least: usize) {
        let cap = self.len().max(least);
        if cap < self.capacity() {
            let mut buf = self.buf();
            // SAFETY: the buffer is of `cx`'s scope, as the brand says, and `cap` within its capacity.
            unsafe { buf.shrink(cx, cap) };
            self.set_buf(buf);
        }
    }

    #[inline(always)]
    const fn room(&self) -> usize {
        (self.cap - self.len) as usize
    }
}

/// What it becomes.
impl<'mcx, T> ThinVec<'mcx, T> {
    /// Drops the values, and gives the memory back to the scope, if the vector is its newest buffer or the scope recycles.
    ///
    /// ```
    /// use memscope::{scope, ThinVec};
    /// scope!(cx);
    /// let v = ThinVec::from_iter_in(0..100_u8, cx);
    /// let at = v.as_ptr();
    /// v.free(cx);
    /// assert_eq!(ThinVec::from_iter_in(0..100_u8, cx).as_ptr(), at);
    /// ```
    ///
    /// # Panics
    /// If the destructor of a value does; the memory then stays with the scope.
    #[inline]
    pub fn free(self, cx: MemCx<'mcx>) {
        drop(self.into_vec(cx));
    }

    /// The values and the room as a vector with a handle. Nothing moves; [`from_vec`](Self::from_vec) is the way back.
    ///
    /// ```
    /// use memscope::{scope, ThinVec};
    /// scope!(cx);
    /// let mut thin = ThinVec::from_iter_in([3, 1, 1, 2], cx);
    /// let mut vec = std::mem::take(&mut thin).into_vec(cx);
    /// vec.dedup();
    /// thin = ThinVec::from_vec(vec);
    /// assert_eq!(thin, [3, 1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_vec(self, cx: MemCx<'mcx>) -> MemVec<'mcx, T> {
        let this = ManuallyDrop::new(self);
        // SAFETY: the parts of a vector, whose scope is that of `cx`, as the brand says; it is not dropped.
        unsafe { MemVec::from_parts(this.buf(), this.len(), cx) }
    }

    /// The values as an owned slice, which drops them. Room behind them stays unused until the scope ends:
    /// [`shrink_to_fit`](Self::shrink_to_fit) gives it back.
    #[inline]
    #[must_use]
    pub fn into_boxed_slice(self) -> MemBox<'mcx, [T]> {
        let this = ManuallyDrop::new(self);
        // SAFETY: the values are initialised, in the memory of the scope, and the vector that owned them is gone.
        unsafe { MemBox::from_raw(NonNull::slice_from_raw_parts(this.ptr, this.len())) }
    }

    /// The values as a slice that lives as long as the scope.
    ///
    /// A type with a destructor is refused when the program is built, as by [`MemCx::alloc`]; for such there are
    /// [`into_boxed_slice`](Self::into_boxed_slice) and [`leak`](Self::leak).
    #[inline]
    #[must_use]
    pub fn into_slice<'s>(self) -> &'s mut [T]
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.leak()
    }

    /// The values as a slice that lives as long as the scope. They are not dropped any more.
    #[inline]
    #[must_use = "the values will not be dropped"]
    pub fn leak<'s>(self) -> &'s mut [T]
    where
        'mcx: 's,
    {
        MemBox::leak(self.into_boxed_slice())
    }

    /// A vector of clones, in any scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn clone_in<'to>(&self, cx: MemCx<'to>) -> ThinVec<'to, T>
    where
        T: Clone,
    {
        ok(self.try_clone_in(cx))
    }

    /// As [`clone_in`](Self::clone_in).
    ///
    /// # Errors
    /// If the memory cannot be had; nothing was cloned.
    #[inline]
    pub fn try_clone_in<'to>(&self, cx: MemCx<'to>) -> Result<ThinVec<'to, T>, AllocError>
    where
        T: Clone,
    {
        let mut copy = ThinVec::try_with_capacity_in(self.len(), cx)?;
        copy.try_extend_from_slice(cx, self)?;
        Ok(copy)
    }
}

impl<T> Drop for ThinVec<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if const { mem::needs_drop::<T>() } {
            // SAFETY: the values are ours and not used again.
            unsafe { ptr::slice_from_raw_parts_mut(self.as_mut_ptr(), self.len()).drop_in_place() };
        }
        shadow::poison_words(self.as_ptr().cast(), self.cap as usize * size_of::<T>());
    }
}

/// How much of a buffer's room a vector counts. What is above stays unused.
#[inline(always)]
fn counted<T>(buf: RawBuf<T>) -> u32 {
    u32::try_from(buf.cap()).unwrap_or(u32::MAX)
}

/// Refuses more values than can be counted.
#[inline]
fn countable<T>(cx: MemCx<'_>, len: usize, more: usize) -> Result<(), AllocError> {
    match len.checked_add(more).map(u32::try_from) {
        Some(Ok(_)) => Ok(()),
        _ => Err(capacity_overflow::<T>(cx)),
    }
}

/// The room after growth. Takes and returns values, so that a vector in local use can stay in registers.
///
/// # Safety
/// The buffer is of `cx`'s scope, and `len` is not above its capacity.
#[cold]
#[inline(never)]
unsafe fn grown<T>(cx: MemCx<'_>, mut buf: RawBuf<T>, len: usize, more: usize) -> Result<RawBuf<T>, AllocError> {
    countable::<T>(cx, len, more)?;
    // SAFETY: by contract. A buffer of zero-sized values has all the room that can be counted, and does not come here.
    unsafe { buf.grow(cx, len, more)? };
    Ok(buf)
}

/// As [`grown`] by one, but panics, so that the result is two words and comes back in registers.
///
/// # Safety
/// As for `grown`.
#[cold]
#[inline(never)]
#[track_caller]
unsafe fn grown_by_one<T>(cx: MemCx<'_>, buf: RawBuf<T>, len: usize) -> RawBuf<T> {
    // SAFETY: passed on.
    ok(unsafe { grown(cx, buf, len, 1) })
}
