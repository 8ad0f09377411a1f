//! What has nothing to do with the scope, and what may contain something that has: the types of std.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet, VecDeque};
use alloc::ffi::CString;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU128, NonZeroUsize,
};
use core::time::Duration;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, SeqAccess, Visitor};

use super::collect::{Collect, mapping, sequence};
use super::{DeserializeIn, Dest};
use crate::cx::MemCx;
use crate::error::AllocError;

// The implementations are not recommended, so that the compiler does not list them under each error.
macro_rules! by_value {
    ($($t:ty),* $(,)?) => {
        $(
            #[diagnostic::do_not_recommend]
            impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for $t {
                #[inline]
                fn deserialize_in<D: Deserializer<'de>>(_: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
                    Self::deserialize(deserializer)
                }
            }
        )*
    };
}
by_value!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64, bool, char, ());
by_value!(NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64, NonZeroU128, NonZeroUsize);
by_value!(NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize);
by_value!(IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6);
by_value!(String, Box<str>, CString, Duration, IgnoredAny);
#[cfg(feature = "std")]
by_value!(std::ffi::OsString, std::path::PathBuf, std::time::SystemTime);

impl<'de, 'mcx, T: ?Sized> DeserializeIn<'de, 'mcx> for PhantomData<T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(_: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        Self::deserialize(deserializer)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for Box<T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.deeper()?.read(deserializer).map(Box::new)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for Box<[T]> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        dest.read(deserializer).map(Vec::into_boxed_slice)
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for Option<T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        struct Maybe<'de, 'mcx, T>(Dest<'de, 'mcx>, PhantomData<fn() -> T>);

        impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> Visitor<'de> for Maybe<'de, 'mcx, T> {
            type Value = Option<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an option")
            }

            #[inline]
            fn visit_none<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            #[inline]
            fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
                Ok(None)
            }

            #[inline]
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                self.0.read(deserializer).map(Some)
            }
        }
        deserializer.deserialize_option(Maybe(dest, PhantomData))
    }

    #[inline]
    fn missing() -> Option<Self> {
        Some(None)
    }
}

/// So many values, each of the next type.
struct Tuple<'de, 'mcx, T>(Dest<'de, 'mcx>, PhantomData<fn() -> T>);

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>, const N: usize> Visitor<'de> for Tuple<'de, 'mcx, [T; N]> {
    type Value = [T; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array of length {N}")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<[T; N], A::Error> {
        let mut array = [const { None }; N];
        for (i, place) in array.iter_mut().enumerate() {
            *place = values.next_element_seed(self.0.seed())?;
            if place.is_none() {
                return Err(A::Error::invalid_length(i, &self));
            }
        }
        Ok(array.map(|value: Option<T>| value.unwrap_or_else(|| unreachable!("each has been read"))))
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>, const N: usize> DeserializeIn<'de, 'mcx> for [T; N] {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(N, Tuple::<Self>(dest, PhantomData))
    }
}

macro_rules! tuples {
    ($($n:literal: $($t:ident $i:literal)+;)*) => {
        $(
            impl<'de, 'mcx, $($t: DeserializeIn<'de, 'mcx>),+> Visitor<'de> for Tuple<'de, 'mcx, ($($t,)+)> {
                type Value = ($($t,)+);

                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(concat!("a tuple of length ", $n))
                }

                fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Self::Value, A::Error> {
                    Ok(($(
                        match values.next_element_seed(self.0.seed::<$t>())? {
                            Some(value) => value,
                            None => return Err(A::Error::invalid_length($i, &self)),
                        },
                    )+))
                }
            }

            impl<'de, 'mcx, $($t: DeserializeIn<'de, 'mcx>),+> DeserializeIn<'de, 'mcx> for ($($t,)+) {
                #[inline]
                fn deserialize_in<D>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error>
                where
                    D: Deserializer<'de>,
                {
                    deserializer.deserialize_tuple($n, Tuple::<Self>(dest, PhantomData))
                }
            }
        )*
    };
}
tuples! {
    1: T0 0;
    2: T0 0 T1 1;
    3: T0 0 T1 1 T2 2;
    4: T0 0 T1 1 T2 2 T3 3;
    5: T0 0 T1 1 T2 2 T3 3 T4 4;
    6: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5;
    7: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6;
    8: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7;
}

/// A collection of std, which puts its items in by `extend`; its memory is the heap's.
macro_rules! heap {
    ($read:ident: $([$($params:ident $(: $bound:path)?),*] [$($own:tt)*] $ty:ty = $item:ty;)*) => {
        $(
            impl<'mcx, $($params $(: $bound)?,)* $($own)*> Collect<'mcx> for $ty {
                type Item = $item;

                fn begin(_: MemCx<'mcx>, _: usize) -> Self {
                    Self::default()
                }

                #[inline]
                fn put(&mut self, item: $item) -> Result<(), AllocError> {
                    self.extend([item]);
                    Ok(())
                }
            }

            impl<'de, 'mcx, $($params: DeserializeIn<'de, 'mcx> $(+ $bound)?,)* $($own)*> DeserializeIn<'de, 'mcx> for $ty {
                #[inline]
                fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, input: D) -> Result<Self, D::Error> {
                    $read(dest, input)
                }
            }
        )*
    };
}
heap! { sequence:
    [T] [] VecDeque<T> = T;
    [T: Ord] [] BTreeSet<T> = T;
}
heap! { mapping: [K: Ord, V] [] BTreeMap<K, V> = (K, V); }

impl<'mcx, T> Collect<'mcx> for Vec<T> {
    type Item = T;

    fn begin(_: MemCx<'mcx>, hint: usize) -> Self {
        Self::with_capacity(hint)
    }

    #[inline]
    fn put(&mut self, item: T) -> Result<(), AllocError> {
        self.push(item);
        Ok(())
    }
}

impl<'de, 'mcx, T: DeserializeIn<'de, 'mcx>> DeserializeIn<'de, 'mcx> for Vec<T> {
    #[inline]
    fn deserialize_in<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error> {
        sequence(dest, deserializer)
    }
}

#[cfg(feature = "std")]
mod hashed {
    use core::hash::{BuildHasher, Hash};
    use std::collections::{HashMap, HashSet};

    use super::{AllocError, Collect, DeserializeIn, Deserializer, Dest, MemCx, mapping, sequence};

    /// What the keys of a table are.
    pub(super) trait Key: Eq + Hash {}
    impl<K: Eq + Hash> Key for K {}

    heap! { sequence: [T: Key] [S: BuildHasher + Default] HashSet<T, S> = T; }
    heap! { mapping: [K: Key, V] [S: BuildHasher + Default] HashMap<K, V, S> = (K, V); }
}
