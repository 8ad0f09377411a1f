//! Cells that a key opens: data that is shared by plain references, and changed through them.
//!
//! A [`MemCell`] says which scope's [`MemKey`] opens it, by a lifetime. There is one key a scope, so that whoever borrows
//! it as `&mut` is the only one who looks into any cell of the scope, and whoever borrows it as `&` is one of several who
//! only read. That is all that has to be known, and the compiler knows it: nothing is counted or checked at run time.

mod disjoint;
mod key;

use core::cell::UnsafeCell;
use core::fmt;
use core::marker::PhantomData;
use core::{mem, ptr};

pub use disjoint::{Disjoint, Overlap};
pub use key::MemKey;

/// A value that shared references lead to and that the scope's key opens: `&key` to read it, `&mut key` to change it.
///
/// ```
/// use memscope::{scope, MemCell};
///
/// struct Person<'mcx> { name: &'mcx str, friend: Option<&'mcx MemCell<'mcx, Person<'mcx>>> }
///
/// scope!(cx, key = k);
/// let [ann, bob] = ["Ann", "Bob"].map(|name| &*cx.alloc(MemCell::new(Person { name, friend: None })));
/// ann.get_mut(&mut k).friend = Some(bob);
/// bob.get_mut(&mut k).friend = Some(ann);                 // a cycle
/// let back = bob.get(&k).friend.unwrap();
/// back.get_mut(&mut k).name = "Anna";
/// assert_eq!(ann.get(&k).name, "Anna");
/// ```
///
/// So lists, graphs and trees whose nodes know each other need no `Rc`, no `RefCell`, no indices and no `unsafe`. A function
/// takes what it needs, and its signature says what it does:
///
/// ```
/// use memscope::{MemCell, MemKey};
///
/// fn total<'m>(cells: &[&MemCell<'m, u32>], key: &MemKey<'m>) -> u32 {
///     cells.iter().map(|cell| cell.get(key)).sum()
/// }
/// fn add<'m>(cells: &[&MemCell<'m, u32>], n: u32, key: &mut MemKey<'m>) {
///     cells.iter().for_each(|cell| *cell.get_mut(key) += n);
/// }
/// memscope::scope!(cx, key = k);
/// let cells = [1, 2].map(|n| &*cx.alloc(MemCell::new(n)));
/// add(&cells, 10, &mut k);
/// assert_eq!(total(&cells, &k), 23);
/// ```
///
/// A `&mut` to what is in one cell closes all others meanwhile. [`MemKey::get_disjoint_mut`] opens several at once.
///
/// The key comes from the header, `key = k`, of [`scope!`](crate::scope!#cells) or [`#[scoped]`](macro@crate::scoped). A graph
/// of cells that outlives a block, and goes to another thread, has its key with it, in a [`Branded`](crate::Branded) owner. A
/// cell need not stand in the scope's memory: it is of the scope whose key opens it, which is inferred. A cell of another scope
/// does not compile:
///
/// ```compile_fail
/// use memscope::{scope, MemCell};
///
/// scope!(a, key = k);
/// let cell = a.alloc(MemCell::new(1));
/// scope!(b, key = other);
/// cell.get(&k);
/// cell.get(&other);       // `b` does not live long enough
/// ```
///
/// # Same scope, by type
///
/// The lifetime of a cell, a box or a handle is that of one scope, and can be neither lengthened nor shortened. So a
/// function that asks for two of one lifetime is called with two of one scope, and what holds for the one holds for the other,
/// without a check:
///
/// ```
/// use memscope::{scope, MemCell, MemKey};
///
/// #[derive(Default)]
/// struct Node<'m> { next: Option<&'m MemCell<'m, Node<'m>>> }
///
/// /// Nobody can link nodes of two graphs.
/// fn link<'m>(a: &'m MemCell<'m, Node<'m>>, b: &'m MemCell<'m, Node<'m>>, key: &mut MemKey<'m>) {
///     a.get_mut(key).next = Some(b);
/// }
/// scope!(cx, key = k);
/// let [a, b] = [(); 2].map(|()| &*cx.alloc(MemCell::default()));
/// link(a, b, &mut k);
/// ```
///
/// The same works for types of one's own: any that holds a `MemCell<'m, _>`, a [`MemCx<'m>`](crate::MemCx), or a
/// `PhantomData` of one, is of one scope.
///
/// # What else can be done with them
///
/// * Without a key: [`value_mut`](Self::value_mut), [`into_inner`](Self::into_inner), for who has the cell to himself.
/// * A scope's [`alloc`](crate::MemCx::alloc) refuses a cell of a type with a destructor, as it does the type itself; a
///   [`MemBox`](crate::MemBox) owns one.
/// * A [transaction](crate::MemCx::transaction) carries cells over. They are cells of the parent from then on.
/// * Cells are not copied into other scopes ([`CopyIn`](trait@crate::CopyIn)), which would be reading without a key.
///
/// `Send` if `T` is. `Sync` if `T` is `Send + Sync`: a thread that has the key may move the value out.
///
/// **Cost.** None: a cell is its value, a key has no size, and [`get`](Self::get) is the address.
///
/// The idea is that of `GhostCell` (Yanovski, Dang, Jung, Dreyer: *`GhostCell`: Separating Permissions from Data in Rust*) and
/// of qcell's `LCell`; here the scope is the owner, so that there is no further closure.
#[repr(transparent)]
pub struct MemCell<'mcx, T: ?Sized> {
    opened_by: PhantomData<MemKey<'mcx>>,
    value: UnsafeCell<T>,
}

// SAFETY: whoever has a shared cell on another thread gets a `&T` there with the `&MemKey`, hence `Sync`, and a `&mut T` or
// the value itself with the `&mut MemKey`, hence `Send`. There is one key, and it is borrowed as what it gives, so that
// threads that look at once only read. The lifetime is only a name.
unsafe impl<T: ?Sized + Send + Sync> Sync for MemCell<'_, T> {}

impl<'mcx, T> MemCell<'mcx, T> {
    /// A cell of the scope whose key will open it.
    #[inline(always)]
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self { opened_by: PhantomData, value: UnsafeCell::new(value) }
    }

    /// The value.
    #[inline(always)]
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }

    /// Puts a value in the place of the one in the cell, which is dropped.
    #[inline]
    pub fn set(&self, key: &mut MemKey<'mcx>, value: T) {
        *self.get_mut(key) = value;
    }

    /// Puts a value in the place of the one in the cell, which is returned.
    #[inline]
    pub fn replace(&self, key: &mut MemKey<'mcx>, value: T) -> T {
        mem::replace(self.get_mut(key), value)
    }

    /// Takes the value, and leaves the default.
    #[inline]
    pub fn take(&self, key: &mut MemKey<'mcx>) -> T
    where
        T: Default,
    {
        mem::take(self.get_mut(key))
    }

    /// Exchanges the values of two cells, which may be one.
    ///
    /// ```
    /// use memscope::{scope, MemCell};
    ///
    /// scope!(cx, key = k);
    /// let [a, b] = [1, 2].map(|n| &*cx.alloc(MemCell::new(n)));
    /// a.swap(&mut k, b);
    /// a.swap(&mut k, a);
    /// assert_eq!((a.get(&k), b.get(&k)), (&2, &1));
    /// ```
    #[inline]
    pub fn swap(&self, key: &mut MemKey<'mcx>, other: &Self) {
        let _ = key;
        // SAFETY: the borrow of the key says that no reference covers either value. They are the same, or disjoint: no value
        // of a type holds another of that type in itself.
        unsafe { self.as_ptr().swap(other.as_ptr()) };
    }
}

impl<'mcx, T: ?Sized> MemCell<'mcx, T> {
    /// The value, as long as nobody has the key as `&mut`.
    #[inline(always)]
    #[must_use]
    pub fn get<'k>(&'k self, key: &'k MemKey<'mcx>) -> &'k T {
        let _ = key;
        // SAFETY: the key of this cell's scope is borrowed for `'k`, and there is no second one (see `MemKey`). So during `'k`
        // nobody has it as `&mut`, without which the value of a shared cell cannot be changed.
        unsafe { &*self.value.get() }
    }

    /// The value, to be changed. No other cell of the scope can be opened meanwhile.
    #[inline(always)]
    #[must_use]
    #[allow(clippy::mut_from_ref)] // the other argument is what is borrowed as `&mut`
    pub fn get_mut<'k>(&'k self, key: &'k mut MemKey<'mcx>) -> &'k mut T {
        let _ = key;
        // SAFETY: as in `get`; and as the one key is borrowed as `&mut`, nobody reads either.
        unsafe { &mut *self.value.get() }
    }

    /// The value, without a key, for who has the cell to himself.
    #[inline(always)]
    #[must_use]
    pub fn value_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// A pointer to the value. It is valid for what a borrow of the key would allow.
    #[inline(always)]
    #[must_use]
    pub const fn as_ptr(&self) -> *mut T {
        self.value.get()
    }

    /// Makes a cell of a value in its place: what is borrowed as `&mut` can be shared and changed meanwhile.
    ///
    /// ```
    /// use memscope::{scope, MemCell};
    ///
    /// scope!(cx, key = k);
    /// let mut sum = 0;
    /// let cell = &*MemCell::from_mut(&mut sum);
    /// let adders = [cell, cell];
    /// adders.iter().for_each(|adder| *adder.get_mut(&mut k) += 1);
    /// assert_eq!(sum, 2);
    /// ```
    #[inline(always)]
    #[must_use]
    pub fn from_mut(value: &mut T) -> &mut Self {
        let value: *mut T = value;
        // SAFETY: a cell is its value by its layout, and both have it to themselves for one lifetime.
        unsafe { &mut *(value as *mut Self) }
    }
}

impl<'mcx, T> MemCell<'mcx, [T]> {
    /// The values of a slice, each in a cell of its own.
    #[inline]
    #[must_use]
    pub const fn as_slice_of_cells(&self) -> &[MemCell<'mcx, T>] {
        // SAFETY: a cell is its value by its layout, hence a cell of a slice a slice of cells; all of one key.
        unsafe { &*(ptr::from_ref(self) as *const [MemCell<'mcx, T>]) }
    }

    /// A cell of the slice that the values of the cells are, to open all of them at once.
    ///
    /// ```
    /// use memscope::{scope, MemCell};
    ///
    /// scope!(cx, key = k);
    /// let cells = &*cx.alloc_iter([3, 1, 2].map(MemCell::new));
    /// let first = &cells[0];
    /// MemCell::from_slice_of_cells(cells).get_mut(&mut k).sort();
    /// assert_eq!(first.get(&k), &1);
    /// ```
    #[inline]
    #[must_use]
    pub const fn from_slice_of_cells<'c>(cells: &'c [MemCell<'mcx, T>]) -> &'c Self {
        // SAFETY: as above. Who may open all of the cells with one key may open them as one.
        unsafe { &*(ptr::from_ref(cells) as *const Self) }
    }
}

impl<'mcx, T, const N: usize> MemCell<'mcx, [T; N]> {
    /// The values of an array, each in a cell of its own.
    #[inline]
    #[must_use]
    pub const fn as_array_of_cells(&self) -> &[MemCell<'mcx, T>; N] {
        // SAFETY: as for slices.
        unsafe { &*ptr::from_ref(self).cast() }
    }
}

/// Tells nothing of the value: that takes the key.
impl<T: ?Sized> fmt::Debug for MemCell<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemCell").finish_non_exhaustive()
    }
}

impl<T: Default> Default for MemCell<'_, T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for MemCell<'_, T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
