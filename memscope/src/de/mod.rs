//! Data read into a scope, with serde.
//!
//! serde's own `Deserialize` makes owned values, or such that borrow from the input. [`DeserializeIn`] makes values of a
//! scope: `&'mcx str`, `&'mcx [T]`, vectors and maps with a handle. The formats are serde's, all of them.

mod collect;
#[doc(hidden)]
pub mod parts;
mod scope;
mod values;

use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error};

use crate::cx::MemCx;

/// Can be read into a scope. `#[derive(DeserializeIn)]` writes it.
///
/// ```
/// use memscope::{scope, DeserializeIn, MemCx};
///
/// #[derive(DeserializeIn)]
/// struct City<'mcx> {
///     name: &'mcx str,
///     #[serde(default)]
///     people: Option<u64>,
///     districts: &'mcx [City<'mcx>],
/// }
///
/// fn largest<'mcx>(city: &City<'mcx>) -> &'mcx str {
///     city.districts.iter().max_by_key(|city| city.people).map_or(city.name, largest)
/// }
///
/// let json = r#"{"name": "Wien", "people": 2028289, "districts": [
///     {"name": "Favoriten", "people": 220324, "districts": []},
///     {"name": "Innere Stadt", "people": 16620, "districts": []}
/// ]}"#;
/// scope!(cx);
/// let city: City<'_> = cx.deserialize(&mut serde_json::Deserializer::from_str(json))?;
/// assert_eq!(largest(&city), "Favoriten");
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// | a field of type | is read as |
/// |---|---|
/// | `&'mcx str`, `&'mcx mut str`, [`MemString`](crate::MemString), `MemBox<'mcx, str>`, `Cow<'mcx, str>` | text |
/// | `&'mcx [T]`, `&'mcx mut [T]`, [`MemVec`](crate::MemVec), [`MemDeque`](crate::MemDeque), `MemBox<'mcx, [T]>`, `MemSet` | a sequence |
/// | `MemMap<'mcx, K, V>` | a map |
/// | `&'mcx T`, `&'mcx mut T`, `MemBox<'mcx, T>` | what `T` is |
/// | `Option`, tuples, arrays, `Vec`, `Box`, std's maps, of such | as serde reads them |
/// | numbers, `bool`, `char`, `String` and the like | by value |
/// | anything else | by a function: `#[deserialize_in(serde)]` takes the type's own `Deserialize` |
///
/// Behind a reference there is no place for a destructor: `&'mcx [String]` is refused when the program is built.
///
/// # Text that is there already
///
/// [`MemCx::deserialize`] copies text into the scope, so that the input may end before it. If the input outlives the scope,
/// [`MemCx::deserialize_borrowed`] leaves text where it is, as far as the format can: a JSON string without escapes.
///
/// # Hostile input
///
/// What a length prefix promises is believed up to 64 KiB; what is nested deeper than 128 levels is an error
/// ([`Dest::with_depth`]); and a scope with a limit bounds the whole, with an error that names it. What was read until then
/// is dropped, and its memory stays with the scope.
///
/// **Cost.** What serde's own derive costs, with the allocations of the scope in the place of the heap's.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read into a scope",
    label = "is not `DeserializeIn`",
    note = "put `#[derive(DeserializeIn)]` on the type; a field whose type has serde's `Deserialize` takes \
            `#[deserialize_in(serde)]`"
)]
pub trait DeserializeIn<'de, 'mcx>: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// Those of the format; if the memory cannot be had, one with the text of the [`AllocError`](crate::AllocError).
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error>;

    /// What a field is that is not there: `None` if it is an error, `Some(None)` of an `Option`.
    #[must_use]
    fn missing() -> Option<Self> {
        None
    }
}

impl<'mcx> MemCx<'mcx> {
    /// Reads a value into the scope. Text is copied, so that the input may end before the scope.
    ///
    /// Whether anything follows the value is the format's to say: with JSON, `Deserializer::end`.
    ///
    /// ```
    /// use memscope::MemMap;
    /// memscope::scope!(cx);
    /// let counts: MemMap<'_, &str, u32> = {
    ///     let json = String::from(r#"{"a": 1, "b": 2}"#);
    ///     cx.deserialize(&mut serde_json::Deserializer::from_str(&json))?
    /// };
    /// assert_eq!(counts["b"], 2);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of the format; if the memory cannot be had, one with the text of the [`AllocError`](crate::AllocError).
    pub fn deserialize<'de, T, D>(self, deserializer: D) -> Result<T, D::Error>
    where
        T: DeserializeIn<'de, 'mcx>,
        D: Deserializer<'de>,
    {
        T::deserialize_in(Dest::new(self), deserializer)
    }

    /// As [`deserialize`](Self::deserialize), of an input that outlives the scope: text which the format can lend is not
    /// copied.
    ///
    /// ```
    /// let json = r#"["plain", "with \"escapes\""]"#;
    /// memscope::scope!(cx);
    /// let words: &[&str] = cx.deserialize_borrowed(&mut serde_json::Deserializer::from_str(json))?;
    /// assert_eq!(words[0].as_ptr(), json[2..].as_ptr());
    /// assert_eq!(words[1], "with \"escapes\"");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// # Errors
    /// As `deserialize`.
    pub fn deserialize_borrowed<'de: 'mcx, T, D>(self, deserializer: D) -> Result<T, D::Error>
    where
        T: DeserializeIn<'de, 'mcx>,
        D: Deserializer<'de>,
    {
        T::deserialize_in(Dest::borrowing(self), deserializer)
    }
}

/// What makes a slice of the input one of the scope: the identity, which there is only where the input outlives it.
type Borrow<'de, 'mcx> = fn(&'de [u8]) -> &'mcx [u8];

/// Into which scope a value is read, and on what terms.
///
/// ```
/// use memscope::{de::Dest, scope};
///
/// scope!(cx);
/// let mut deep = serde_json::Deserializer::from_str("[[[7]]]");
/// let error = Dest::new(cx).with_depth(2).read::<&[&[&[u8]]], _>(&mut deep).unwrap_err();
/// assert!(error.to_string().starts_with("nested too deep"));
/// ```
#[derive(Clone, Copy)]
pub struct Dest<'de, 'mcx> {
    cx: MemCx<'mcx>,
    borrow: Option<Borrow<'de, 'mcx>>,
    depth: u32,
}

impl<'de, 'mcx> Dest<'de, 'mcx> {
    const DEPTH: u32 = 128;

    /// Text is copied into the scope.
    #[must_use]
    pub fn new(cx: MemCx<'mcx>) -> Self {
        Self { cx, borrow: None, depth: Self::DEPTH }
    }

    /// Text stays in the input where it can, since that outlives the scope.
    #[must_use]
    pub fn borrowing(cx: MemCx<'mcx>) -> Self
    where
        'de: 'mcx,
    {
        Self { cx, borrow: Some(|bytes| bytes), depth: Self::DEPTH }
    }

    /// How many references, boxes and collections may stand inside one another; 128 if nothing is said. The stack that a
    /// level needs depends on the types.
    #[must_use]
    pub fn with_depth(self, depth: u32) -> Self {
        Self { depth, ..self }
    }

    /// The handle of the scope.
    #[must_use]
    pub fn cx(self) -> MemCx<'mcx> {
        self.cx
    }

    /// Reads a value.
    ///
    /// # Errors
    /// As [`MemCx::deserialize`].
    pub fn read<T, D>(self, deserializer: D) -> Result<T, D::Error>
    where
        T: DeserializeIn<'de, 'mcx>,
        D: Deserializer<'de>,
    {
        T::deserialize_in(self, deserializer)
    }

    /// What reads a part of a value, for an implementation by hand: serde's `next_element_seed` and its kin take it.
    #[must_use]
    pub fn seed<T>(self) -> Seed<'de, 'mcx, T> {
        Seed { dest: self, value: PhantomData }
    }

    /// The terms for what a value refers to.
    ///
    /// # Errors
    /// If that is nested too deep.
    pub fn deeper<E: Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(E::custom("nested too deep")),
        }
    }

    /// A text of the input.
    fn text<E: Error>(self, text: &'de str) -> Result<&'mcx str, E> {
        match self.borrow {
            // SAFETY: the function is the identity, so these are the bytes of the text.
            Some(borrow) => Ok(unsafe { str::from_utf8_unchecked(borrow(text.as_bytes())) }),
            None => self.copy(text),
        }
    }

    /// A text that lives no longer than the call.
    fn copy<E: Error>(self, text: &str) -> Result<&'mcx str, E> {
        self.cx.try_alloc_str(text).map(|text| &*text).map_err(E::custom)
    }
}

impl fmt::Debug for Dest<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cx, borrow, depth } = self;
        f.debug_struct("Dest").field("cx", cx).field("borrows", &borrow.is_some()).field("depth", depth).finish()
    }
}

/// Reads a `T` into a scope, as a seed of serde's. Made by [`Dest::seed`].
pub struct Seed<'de, 'mcx, T> {
    dest: Dest<'de, 'mcx>,
    value: PhantomData<fn() -> T>,
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeSeed<'de> for Seed<'de, 'mcx, T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize_in(self.dest, deserializer)
    }
}

impl<T> fmt::Debug for Seed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Seed").field(&self.dest).finish()
    }
}

/// Bytes in one piece, for `#[deserialize_in(with = memscope::de::bytes)]` on a `&'mcx [u8]`: from formats that have such,
/// which may lend them; else from a sequence of numbers, or a text.
///
/// Without it, a slice of bytes is a sequence, as it is to serde.
///
/// # Errors
/// Those of the format, or if the memory cannot be had.
pub fn bytes<'de, 'mcx, D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<&'mcx [u8], D::Error> {
    scope::bytes(dest, deserializer)
}
