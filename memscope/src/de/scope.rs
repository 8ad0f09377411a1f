//! What lives in the scope: references, slices, text, and this crate's containers.

use alloc::borrow::Cow;
use core::fmt;
use core::mem::needs_drop;
use core::str;

use serde::de::{Deserializer, Error, SeqAccess, Unexpected, Visitor};

use super::collect::{Collect, sequence};
use super::{DeserializeIn, Dest};
use crate::boxed::MemBox;
use crate::cx::MemCx;
use crate::deque::MemDeque;
use crate::error::AllocError;
use crate::raw::asks_again;
use crate::string::MemString;
use crate::vec::MemVec;

/// What may stand behind a reference.
struct Referred<T>(T);

impl<T> Referred<T> {
    /// Refuses, when the program is built, what nobody would drop. Each implementation that users name asks for itself, so
    /// that the compiler shows the field; once for each type, whatever it is read from.
    const OK: () = no_destructor::<T>();
}

#[track_caller]
const fn no_destructor<T>() {
    assert!(
        !needs_drop::<T>(),
        "behind a reference, this type has a destructor, which a scope does not run: hold the value in a `MemBox`, or text \
         in a `&str`"
    );
}

/// Text, which is kept where it is if it can be.
struct Text<'de, 'mcx>(Dest<'de, 'mcx>);

impl<'de, 'mcx> Visitor<'de> for Text<'de, 'mcx> {
    type Value = &'mcx str;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<&'mcx str, E> {
        self.0.text(text)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<&'mcx str, E> {
        self.0.copy(text)
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<&'mcx str, E> {
        self.0.text(utf8(bytes, &self)?)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<&'mcx str, E> {
        self.0.copy(utf8(bytes, &self)?)
    }
}

/// Text that becomes a growable string.
struct Growing<'mcx>(MemCx<'mcx>);

impl<'mcx> Visitor<'_> for Growing<'mcx> {
    type Value = MemString<'mcx>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<MemString<'mcx>, E> {
        MemString::try_from_str_in(text, self.0).map_err(E::custom)
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<MemString<'mcx>, E> {
        let text = utf8(bytes, &self)?;
        self.visit_str(text)
    }
}

fn utf8<'b, 'v, E: Error>(bytes: &'b [u8], expected: &impl Visitor<'v>) -> Result<&'b str, E> {
    str::from_utf8(bytes).map_err(|_| E::invalid_value(Unexpected::Bytes(bytes), expected))
}

impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for &'mcx str {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(dest))
    }
}

impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for Cow<'mcx, str> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.read(deserializer).map(Cow::Borrowed)
    }
}

impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for MemString<'mcx> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Growing(dest.cx()))
    }
}

impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for &'mcx mut str {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.read(deserializer).map(MemString::into_str)
    }
}

impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for MemBox<'mcx, str> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.read(deserializer).map(MemString::into_boxed_str)
    }
}

/// Bytes in one piece, or in single ones.
struct Bytes<'de, 'mcx>(Dest<'de, 'mcx>);

pub(super) fn bytes<'de, 'mcx, D>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<&'mcx [u8], D::Error>
where
    D: Deserializer<'de>,
{
    deserializer.deserialize_bytes(Bytes(dest))
}

impl<'de, 'mcx> Visitor<'de> for Bytes<'de, 'mcx> {
    type Value = &'mcx [u8];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<&'mcx [u8], E> {
        match self.0.borrow {
            Some(borrow) => Ok(borrow(bytes)),
            None => self.visit_bytes(bytes),
        }
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<&'mcx [u8], E> {
        self.0.cx().try_alloc_bytes(bytes).map(|bytes| &*bytes).map_err(E::custom)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<&'mcx [u8], E> {
        self.visit_borrowed_bytes(text.as_bytes())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<&'mcx [u8], E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, bytes: A) -> Result<&'mcx [u8], A::Error> {
        self.0.read(serde::de::value::SeqAccessDeserializer::new(bytes))
    }
}

#[inline]
fn boxed<'de, 'mcx, T, D>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<MemBox<'mcx, T>, D::Error>
where
    T: DeserializeIn<'de, 'mcx>,
    D: Deserializer<'de>,
{
    let value = dest.deeper()?.read(deserializer)?;
    dest.cx().try_boxed(value).map_err(D::Error::custom)
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for &'mcx mut T {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        let () = Referred::<T>::OK;
        boxed(dest, deserializer).map(MemBox::leak)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for &'mcx T {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        let () = Referred::<T>::OK;
        boxed(dest, deserializer).map(|value| &*MemBox::leak(value))
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for MemBox<'mcx, T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        boxed(dest, deserializer)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for &'mcx mut [T] {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        let () = Referred::<T>::OK;
        dest.read(deserializer).map(MemVec::leak)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for &'mcx [T] {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        let () = Referred::<T>::OK;
        dest.read(deserializer).map(|values| &*MemVec::leak(values))
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for MemBox<'mcx, [T]> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.read(deserializer).map(MemVec::into_boxed_slice)
    }
}

impl<'mcx, T> Collect<'mcx> for MemVec<'mcx, T> {
    type Item = T;

    // What cannot be had may have been a lie.
    fn begin(cx: MemCx<'mcx>, hint: usize) -> Self {
        cx.try_vec_with_capacity(hint).unwrap_or_else(|_| {
            asks_again();
            cx.vec()
        })
    }

    #[inline]
    fn put(&mut self, item: T) -> Result<(), AllocError> {
        self.try_push(item)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for MemVec<'mcx, T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        sequence(dest, deserializer)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for MemDeque<'mcx, T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.read::<MemVec<'mcx, T>, D>(deserializer).map(Self::from)
    }
}

#[cfg(feature = "hashbrown")]
mod maps {
    use core::hash::{BuildHasher, Hash};

    use super::{AllocError, Collect, DeserializeIn, Deserializer, Dest, MemCx, asks_again, sequence};
    use crate::de::collect::mapping;
    use crate::map::{MemMap, MemSet, refusal};

    impl<'mcx, K: Eq + Hash, V, S: BuildHasher + Default> Collect<'mcx> for MemMap<'mcx, K, V, S> {
        type Item = (K, V);

        fn begin(cx: MemCx<'mcx>, hint: usize) -> Self {
            let mut map = Self::with_hasher_in(S::default(), cx);
            if map.try_reserve(hint).is_err() {
                asks_again();
            }
            map
        }

        #[inline]
        fn put(&mut self, (key, value): (K, V)) -> Result<(), AllocError> {
            let cx = *self.allocator();
            self.try_reserve(1).map_err(|error| refusal(cx, error))?;
            self.insert(key, value);
            Ok(())
        }
    }

    impl<'de, 'mcx, K, V, S> DeserializeIn<'de, 'mcx> for MemMap<'mcx, K, V, S>
    where
        K: DeserializeIn<'de, 'mcx> + Eq + Hash,
        V: DeserializeIn<'de, 'mcx>,
        S: BuildHasher + Default,
    {
        #[inline]
        fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
            mapping(dest, deserializer)
        }
    }

    impl<'mcx, T: Eq + Hash, S: BuildHasher + Default> Collect<'mcx> for MemSet<'mcx, T, S> {
        type Item = T;

        fn begin(cx: MemCx<'mcx>, hint: usize) -> Self {
            let mut set = Self::with_hasher_in(S::default(), cx);
            if set.try_reserve(hint).is_err() {
                asks_again();
            }
            set
        }

        #[inline]
        fn put(&mut self, item: T) -> Result<(), AllocError> {
            let cx = *self.allocator();
            self.try_reserve(1).map_err(|error| refusal(cx, error))?;
            self.insert(item);
            Ok(())
        }
    }

    impl<'de, 'mcx, T, S> DeserializeIn<'de, 'mcx> for MemSet<'mcx, T, S>
    where
        T: DeserializeIn<'de, 'mcx> + Eq + Hash,
        S: BuildHasher + Default,
    {
        #[inline]
        fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
            sequence(dest, deserializer)
        }
    }
}
