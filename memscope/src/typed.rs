//! Typed scopes: values of one type, destructors and cycles allowed.

use core::fmt;
use core::marker::PhantomData;

use typed_arena::{Arena, IterMut};

/// The handle of a typed scope, `scope!(nodes: Node<'_>)`: allocates values of one type, and drops them at its end.
///
/// It owns a [`typed_arena::Arena`]. Values may refer to each other, also in cycles, through the lifetime for which the
/// handle is borrowed; dropck then sees to it that no destructor looks at a neighbour.
///
/// ```
/// use std::cell::Cell;
/// use memscope::{scope, TypedCx};
///
/// struct Node<'a> { name: String, next: Cell<Option<&'a Node<'a>>> }
///
/// fn ring<'a>(nodes: &'a TypedCx<'a, Node<'a>>) -> &'a Node<'a> {
///     let a = nodes.alloc(Node { name: "a".into(), next: Cell::new(None) });
///     let b = nodes.alloc(Node { name: "b".into(), next: Cell::new(Some(a)) });
///     a.next.set(Some(b));
///     a
/// }
///
/// scope!(nodes: Node<'_>);
/// let a = ring(&nodes);
/// assert_eq!(a.next.get().unwrap().next.get().unwrap().name, "a");
/// ```
///
/// Memory comes from the global allocator, in chunks that double; out of memory ends the process as it does for `Vec`.
pub struct TypedCx<'a, T> {
    arena: Arena<T>,
    // What the values may borrow from the handle for, so that a signature can say `&'a TypedCx<'a, Node<'a>>`.
    scope: PhantomData<fn(&'a ()) -> &'a ()>,
}

impl<T> TypedCx<'_, T> {
    /// For the expansion of the macros.
    #[doc(hidden)]
    #[must_use]
    pub fn new() -> Self {
        Self { arena: Arena::new(), scope: PhantomData }
    }

    /// Moves a value into the scope, which will drop it.
    #[inline]
    #[allow(clippy::mut_from_ref)] // each call returns another value
    pub fn alloc(&self, value: T) -> &mut T {
        self.arena.alloc(value)
    }

    /// Moves the items of an iterator into the scope, side by side. If the iterator panics, those that it gave are
    /// dropped with the scope.
    ///
    /// # Panics
    /// If the iterator allocates in the same scope.
    ///
    /// ```
    /// memscope::scope!(names: String);
    /// let names = names.alloc_extend(["a", "b"].map(String::from));
    /// assert_eq!(names, ["a", "b"]);
    /// ```
    #[inline]
    #[allow(clippy::mut_from_ref)]
    pub fn alloc_extend(&self, items: impl IntoIterator<Item = T>) -> &mut [T] {
        self.arena.alloc_extend(items)
    }

    /// How many values the scope holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arena.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All values, in the order in which they were made. Needs the handle alone, so it is declared as
    /// `scope!(mut names: String)`.
    ///
    /// ```
    /// memscope::scope!(mut names: String);
    /// names.alloc("a".into());
    /// names.alloc("b".into());
    /// assert_eq!(names.iter_mut().map(|s| s.len()).sum::<usize>(), 2);
    /// ```
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.arena.iter_mut()
    }

    /// Ends the scope early and moves its values out.
    ///
    /// ```
    /// memscope::scope!(names: String);
    /// names.alloc("a".into());
    /// assert_eq!(names.into_vec(), ["a"]);
    /// ```
    #[must_use]
    pub fn into_vec(self) -> alloc::vec::Vec<T> {
        self.arena.into_vec()
    }
}

impl<T> Default for TypedCx<'_, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> fmt::Debug for TypedCx<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TypedCx").field("len", &self.len()).finish()
    }
}
