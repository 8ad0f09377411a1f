//! Hash maps and sets in a scope: hashbrown's, with the handle as their allocator.

use core::hash::Hash;

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, TryReserveError};

use crate::cx::{MemCx, ok};
use crate::error::{AllocError, Cause};

/// A hash map whose memory is a scope's: [`hashbrown::HashMap`], with all that it can. Made by [`MemCx::map`].
///
/// ```
/// use memscope::{scope, MemCx, MemMap};
///
/// fn count<'mcx>(cx: MemCx<'mcx>, text: &str) -> MemMap<'mcx, &'mcx str, u32> {
///     let mut counts = cx.map();
///     for word in text.split(' ') {
///         // A key that is looked up often need be copied only once.
///         match counts.get_mut(word) {
///             Some(n) => *n += 1,
///             None => drop(counts.insert(&*cx.alloc_str(word), 1)),
///         }
///     }
///     counts
/// }
///
/// scope!(cx);
/// assert_eq!(count(cx, "to be or not to be")["be"], 2);
/// ```
///
/// **Cost.** As hashbrown's, with growth by moving: the old table goes back to the scope only if it is its newest
/// buffer. Making it [with capacity](MemCx::map_with_capacity) avoids that.
///
/// **When the memory cannot be had**, `insert` ends the process, as hashbrown has it; call `try_reserve(1)` before it
/// in a scope with a limit.
pub type MemMap<'mcx, K, V, S = DefaultHashBuilder> = HashMap<K, V, S, MemCx<'mcx>>;

/// A hash set whose memory is a scope's: [`hashbrown::HashSet`]; see [`MemMap`]. Made by [`MemCx::set`].
///
/// ```
/// memscope::scope!(cx);
/// let mut seen = cx.set();
/// assert!(seen.insert(1) && !seen.insert(1));
/// ```
pub type MemSet<'mcx, T, S = DefaultHashBuilder> = HashSet<T, S, MemCx<'mcx>>;

impl<'mcx> MemCx<'mcx> {
    /// An empty hash map in the scope. Takes no memory before the first insert.
    #[inline]
    #[must_use]
    pub fn map<K, V>(self) -> MemMap<'mcx, K, V> {
        HashMap::new_in(self)
    }

    /// An empty hash map with room for at least `capacity` entries.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn map_with_capacity<K: Eq + Hash, V>(self, capacity: usize) -> MemMap<'mcx, K, V> {
        ok(self.try_map_with_capacity(capacity))
    }

    /// As [`map_with_capacity`](Self::map_with_capacity).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    pub fn try_map_with_capacity<K, V>(self, capacity: usize) -> Result<MemMap<'mcx, K, V>, AllocError>
    where
        K: Eq + Hash,
    {
        let mut map = self.map();
        map.try_reserve(capacity).map_err(|error| refusal(self, error))?;
        Ok(map)
    }

    /// An empty hash set in the scope. Takes no memory before the first insert.
    #[inline]
    #[must_use]
    pub fn set<T: Eq + Hash>(self) -> MemSet<'mcx, T> {
        HashSet::new_in(self)
    }

    /// An empty hash set with room for at least `capacity` values.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn set_with_capacity<T: Eq + Hash>(self, capacity: usize) -> MemSet<'mcx, T> {
        ok(self.try_set_with_capacity(capacity))
    }

    /// As [`set_with_capacity`](Self::set_with_capacity).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    pub fn try_set_with_capacity<T>(self, capacity: usize) -> Result<MemSet<'mcx, T>, AllocError>
    where
        T: Eq + Hash,
    {
        let mut set = self.set();
        set.try_reserve(capacity).map_err(|error| refusal(self, error))?;
        Ok(set)
    }
}

/// Our error for hashbrown's, which does not say who refused, and why.
#[cold]
pub(crate) fn refusal(cx: MemCx<'_>, error: TryReserveError) -> AllocError {
    match error {
        TryReserveError::CapacityOverflow => {
            AllocError::new(cx.region().site(), usize::MAX, 1, Cause::CapacityOverflow)
        }
        // Asking once more tells.
        TryReserveError::AllocError { layout } => match cx.region().reserve_bottom(layout) {
            Err(error) => error,
            Ok(_) => AllocError::new(cx.region().site(), layout.size(), layout.align(), Cause::OutOfMemory),
        },
    }
}
