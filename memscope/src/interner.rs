//! Each text once: interned strings and slices.

use core::fmt;
use core::hash::{BuildHasher, Hash, Hasher};
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::map::refusal;

/// Keeps each text once, in a scope: equal texts become the same reference. Made by [`MemCx::interner`].
///
/// ```
/// use memscope::{scope, Symbol};
///
/// scope!(cx);
/// let mut names = cx.interner();
/// let a: Symbol<'_> = names.symbol("height");
/// let b = names.symbol(&["hei", "ght"].concat());
/// assert!(a == b && a != names.symbol("width"));          // an address is compared, not a text
/// assert_eq!((a.len(), a.as_ref()), (6, "height"));
/// let text: &str = names.intern("height");                 // the text alone, which needs no interner any more
/// assert!(std::ptr::eq(text, a.get()));
/// ```
///
/// Besides `str`, slices of plain values: `Interner<'mcx, [u8]>`, or `Interner<'mcx, [Type<'mcx>]>` for the lists of a
/// compiler.
///
/// **Cost.** A text that is known costs a hash, a look at the table, and the comparison; a new one is also copied into the
/// scope, packed. The table has 24 bytes for each text beside it and grows by moving; [`reserve`](Self::reserve) avoids
/// that. As symbols are references, to read one is no look-up, and it needs no interner.
///
/// The idea is that of `rustc`'s interned types, and of the crates `lasso` and `string-interner`, whose symbols are numbers.
pub struct Interner<'mcx, T: Intern + ?Sized = str, S = DefaultHashBuilder> {
    /// Each with its hash, so that growth reads no text, and a look at the table seldom the wrong one.
    table: HashTable<(u64, &'mcx T), MemCx<'mcx>>,
    hasher: S,
}

/// What an [`Interner`] takes: text, and slices of plain values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be interned",
    label = "is neither text nor a slice of plain values",
    note = "an interner is of `str`, or of a slice whose values are `Copy`, such as `[u8]`"
)]
pub trait Intern: Eq + Hash + sealed::Sealed {
    /// A copy in the scope.
    #[doc(hidden)]
    fn try_copy_to<'s>(&self, cx: MemCx<'s>) -> Result<&'s Self, AllocError>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for str {}
    impl<T> Sealed for [T] {}
}

impl Intern for str {
    #[inline]
    fn try_copy_to<'s>(&self, cx: MemCx<'s>) -> Result<&'s Self, AllocError> {
        Ok(cx.try_alloc_str(self)?)
    }
}

impl<T: Copy + Eq + Hash> Intern for [T] {
    #[inline]
    fn try_copy_to<'s>(&self, cx: MemCx<'s>) -> Result<&'s Self, AllocError> {
        Ok(cx.try_alloc_slice_copy(self)?)
    }
}

impl<'mcx> MemCx<'mcx> {
    /// An interner whose texts are in the scope. Takes no memory before the first. For slices there is
    /// [`Interner::new_in`].
    #[inline]
    #[must_use]
    pub fn interner(self) -> Interner<'mcx> {
        Interner::new_in(self)
    }
}

impl<'mcx, T: Intern + ?Sized> Interner<'mcx, T> {
    /// An interner whose texts are in the scope. Takes no memory before the first.
    ///
    /// ```
    /// use memscope::{scope, Interner};
    ///
    /// scope!(cx);
    /// let mut keys = Interner::<[u8]>::new_in(cx);
    /// assert!(keys.symbol(b"\xFFkey") == keys.symbol(&[0xFF, b'k', b'e', b'y']));
    /// ```
    #[inline]
    #[must_use]
    pub fn new_in(cx: MemCx<'mcx>) -> Self {
        Self::with_hasher_in(DefaultHashBuilder::default(), cx)
    }
}

impl<'mcx, T: Intern + ?Sized, S: BuildHasher> Interner<'mcx, T, S> {
    /// An interner with a hasher of your own.
    #[inline]
    #[must_use]
    pub const fn with_hasher_in(hasher: S, cx: MemCx<'mcx>) -> Self {
        Self { table: HashTable::new_in(cx), hasher }
    }

    /// The one copy of the text, which lives as long as the scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn intern(&mut self, text: &T) -> &'mcx T {
        self.symbol(text).text
    }

    /// As [`intern`](Self::intern).
    ///
    /// # Errors
    /// If the memory cannot be had; the interner has what it had.
    #[inline]
    #[track_caller]
    pub fn try_intern(&mut self, text: &T) -> Result<&'mcx T, AllocError> {
        Ok(self.try_symbol(text)?.text)
    }

    /// The one copy of the text, as a symbol.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn symbol(&mut self, text: &T) -> Symbol<'mcx, T> {
        ok(self.try_symbol(text))
    }

    /// As [`symbol`](Self::symbol).
    ///
    /// # Errors
    /// If the memory cannot be had; the interner has what it had.
    #[inline]
    #[track_caller]
    pub fn try_symbol(&mut self, text: &T) -> Result<Symbol<'mcx, T>, AllocError> {
        self.find_or(text, |cx| text.try_copy_to(cx))
    }

    /// The symbol of a text that lives as long as the scope anyway, such as a literal: if it is new, it is not copied.
    ///
    /// # Panics
    /// If the memory for the table cannot be had.
    #[inline]
    #[track_caller]
    pub fn symbol_of(&mut self, text: &'mcx T) -> Symbol<'mcx, T> {
        ok(self.try_symbol_of(text))
    }

    /// As [`symbol_of`](Self::symbol_of).
    ///
    /// # Errors
    /// If the memory for the table cannot be had; the interner has what it had.
    #[inline]
    #[track_caller]
    pub fn try_symbol_of(&mut self, text: &'mcx T) -> Result<Symbol<'mcx, T>, AllocError> {
        self.find_or(text, |_| Ok(text))
    }

    #[inline]
    #[track_caller]
    fn find_or(
        &mut self,
        text: &T,
        copy: impl FnOnce(MemCx<'mcx>) -> Result<&'mcx T, AllocError>,
    ) -> Result<Symbol<'mcx, T>, AllocError> {
        let hash = self.hasher.hash_one(text);
        if let Some(known) = self.find(hash, text) {
            return Ok(known);
        }
        self.try_reserve(1)?;
        let text = copy(self.cx())?;
        self.table.insert_unique(hash, (hash, text), |(hash, _)| *hash);
        Ok(Symbol::new(text))
    }

    #[inline]
    fn find(&self, hash: u64, text: &T) -> Option<Symbol<'mcx, T>> {
        let known = self.table.find(hash, |(known, at)| *known == hash && *at == text)?;
        Some(Symbol::new(known.1))
    }

    /// The symbol of the text, if it has been interned.
    #[inline]
    pub fn get(&self, text: &T) -> Option<Symbol<'mcx, T>> {
        self.find(self.hasher.hash_one(text), text)
    }

    /// Makes room in the table for `more` texts.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, more: usize) {
        ok(self.try_reserve(more));
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_reserve(&mut self, more: usize) -> Result<(), AllocError> {
        let cx = self.cx();
        self.table.try_reserve(more, |(hash, _)| *hash).map_err(|error| refusal(cx, error))
    }
}

impl<'mcx, T: Intern + ?Sized, S> Interner<'mcx, T, S> {
    /// The handle of the scope that the texts are in.
    #[inline]
    #[must_use]
    pub fn cx(&self) -> MemCx<'mcx> {
        *self.table.allocator()
    }

    /// How many texts there are.
    #[inline]
    #[must_use]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there are none.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// All texts, in no order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Symbol<'mcx, T>> {
        self.table.iter().map(|(_, text)| Symbol::new(*text))
    }
}

impl<T: Intern + fmt::Debug + ?Sized, S> fmt::Debug for Interner<'_, T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// An interned text: a reference that is compared and hashed by its address, in constant time.
///
/// Two symbols of one [`Interner`] are equal just when their texts are. Those of two scopes are of two types, and are not
/// compared by mistake. (Those of two interners in one scope are never equal.)
///
/// There is no order, as the addresses have none that means anything: sort by [`get`](Self::get).
pub struct Symbol<'mcx, T: ?Sized = str> {
    text: &'mcx T,
    // Invariant, so that the scope is the same.
    brand: PhantomData<fn(&'mcx ()) -> &'mcx ()>,
}

impl<'mcx, T: ?Sized> Symbol<'mcx, T> {
    #[inline]
    fn new(text: &'mcx T) -> Self {
        Self { text, brand: PhantomData }
    }

    /// The text, for as long as the scope.
    #[inline]
    #[must_use]
    pub fn get(self) -> &'mcx T {
        self.text
    }
}

impl<T: ?Sized> Clone for Symbol<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Symbol<'_, T> {}

impl<T: ?Sized> PartialEq for Symbol<'_, T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        // With the length: an empty text has the address of the one after it.
        ptr::eq(self.text, other.text)
    }
}

impl<T: ?Sized> Eq for Symbol<'_, T> {}

impl<T: ?Sized> Hash for Symbol<'_, T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_usize(ptr::from_ref(self.text).addr());
    }
}

impl<T: ?Sized> Deref for Symbol<'_, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.text
    }
}

impl<T: ?Sized> AsRef<T> for Symbol<'_, T> {
    #[inline]
    fn as_ref(&self) -> &T {
        self.text
    }
}

impl<T: fmt::Debug + ?Sized> fmt::Debug for Symbol<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<T: fmt::Display + ?Sized> fmt::Display for Symbol<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}
