//! What `#[derive(DeserializeIn)]` names: the formats' callbacks, so that an expansion is little more than the type's names.

use core::fmt;
use core::marker::PhantomData;
use core::str;

pub use serde::Deserialize;
use serde::de::value::UnitDeserializer;
use serde::de::{DeserializeSeed, Unexpected, Visitor};
pub use serde::de::{Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess};

use super::{DeserializeIn, Dest};

/// A field that may not be there.
pub enum Input<D> {
    Present(D),
    Missing(&'static str),
}

/// How the field of a type with this number is read: the only place that asks anything of its type.
pub trait ReadField<'de, 'mcx, const FIELD: usize> {
    type Value;

    fn read<D: Deserializer<'de>>(dest: Dest<'de, 'mcx>, input: Input<D>) -> Result<Self::Value, D::Error>;
}

/// The struct, or variant, with this number: made of values in their order, or by their names.
pub trait Parts<'de, 'mcx, const SHAPE: usize>: Sized {
    const EXPECTED: &'static str;
    const FIELDS: &'static [&'static str];

    fn from_seq<A: SeqAccess<'de>>(dest: Dest<'de, 'mcx>, values: A) -> Result<Self, A::Error>;
    fn from_map<A: MapAccess<'de>>(dest: Dest<'de, 'mcx>, fields: A) -> Result<Self, A::Error>;
}

/// An enum.
pub trait Variants<'de, 'mcx>: Sized {
    const EXPECTED: &'static str;
    const VARIANTS: &'static [&'static str];

    fn from_enum<A: EnumAccess<'de>>(dest: Dest<'de, 'mcx>, variant: A) -> Result<Self, A::Error>;
}

/// What a field is that is not there.
#[inline]
pub fn missing<'de, 'mcx, T: DeserializeIn<'de, 'mcx>, E: Error>(name: &'static str) -> Result<T, E> {
    T::missing().ok_or_else(|| E::missing_field(name))
}

/// A field by a function.
#[inline]
pub fn with<'de, T, D>(input: Input<D>, read: impl FnOnce(D) -> Result<T, D::Error>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    match input {
        Input::Present(deserializer) => read(deserializer),
        Input::Missing(name) => Err(D::Error::missing_field(name)),
    }
}

/// A field with a default.
#[inline]
pub fn or<'de, T, D: Deserializer<'de>>(
    input: Input<D>,
    default: impl FnOnce() -> T,
    read: impl FnOnce(Input<D>) -> Result<T, D::Error>,
) -> Result<T, D::Error> {
    match input {
        Input::Missing(_) => Ok(default()),
        present => read(present),
    }
}

/// A tuple has no names.
pub fn not_a_map<E: Error>(expected: &'static str) -> E {
    E::invalid_type(Unexpected::Map, &expected)
}

/// What is to be made of an input: a part of `S`, a variant of it, or all of it.
pub struct Of<'de, 'mcx, S, const PART: usize> {
    dest: Dest<'de, 'mcx>,
    of: PhantomData<fn() -> S>,
}

impl<'de, 'mcx, S, const PART: usize> Of<'de, 'mcx, S, PART> {
    #[inline]
    pub fn new(dest: Dest<'de, 'mcx>) -> Self {
        Self { dest, of: PhantomData }
    }

    /// The value of a field that is not there.
    #[inline]
    pub fn missing<E: Error>(self, name: &'static str) -> Result<S::Value, E>
    where
        S: ReadField<'de, 'mcx, PART>,
    {
        S::read(self.dest, Input::<UnitDeserializer<E>>::Missing(name))
    }
}

impl<'de, 'mcx, S: ReadField<'de, 'mcx, FIELD>, const FIELD: usize> DeserializeSeed<'de> for Of<'de, 'mcx, S, FIELD> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        S::read(self.dest, Input::Present(deserializer))
    }
}

impl<'de, 'mcx, S: Parts<'de, 'mcx, SHAPE>, const SHAPE: usize> Visitor<'de> for Of<'de, 'mcx, S, SHAPE> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::EXPECTED)
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, values: A) -> Result<S, A::Error> {
        S::from_seq(self.dest, values)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<S, A::Error> {
        S::from_map(self.dest, fields)
    }
}

/// Any variant.
pub struct Any<'de, 'mcx, S> {
    dest: Dest<'de, 'mcx>,
    of: PhantomData<fn() -> S>,
}

impl<'de, 'mcx, S> Any<'de, 'mcx, S> {
    #[inline]
    pub fn new(dest: Dest<'de, 'mcx>) -> Self {
        Self { dest, of: PhantomData }
    }
}

impl<'de, 'mcx, S: Variants<'de, 'mcx>> Visitor<'de> for Any<'de, 'mcx, S> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(S::EXPECTED)
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<S, A::Error> {
        S::from_enum(self.dest, variant)
    }
}

/// A struct around one field, whose value is that of the field.
pub struct Newtype<'de, 'mcx, S, const FIELD: usize, F> {
    pub dest: Dest<'de, 'mcx>,
    pub expected: &'static str,
    pub make: F,
    pub of: PhantomData<fn() -> S>,
}

impl<'de, 'mcx, S, const FIELD: usize, F> Visitor<'de> for Newtype<'de, 'mcx, S, FIELD, F>
where
    S: ReadField<'de, 'mcx, FIELD>,
    F: FnOnce(S::Value) -> S,
{
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<S, D::Error> {
        S::read(self.dest, Input::Present(deserializer)).map(self.make)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<S, A::Error> {
        match values.next_element_seed(Of::<S, FIELD>::new(self.dest))? {
            Some(value) => Ok((self.make)(value)),
            None => Err(A::Error::invalid_length(0, &self.expected)),
        }
    }
}

/// A struct without fields.
pub struct Unit<S> {
    pub value: S,
    pub expected: &'static str,
}

impl<'de, S> Visitor<'de> for Unit<S> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<S, E> {
        Ok(self.value)
    }
}

/// The name of a field or a variant, for which `find` knows its place in the list.
pub struct Name<F> {
    pub find: F,
    pub among: &'static [&'static str],
    pub unknown: Unknown,
}

/// What a name that is in no list is.
pub enum Unknown {
    /// Its value is passed over.
    Ignored,
    Field,
    Variant,
}

impl<F: Fn(&str) -> Option<usize>> Name<F> {
    fn unless_unknown<E: Error>(&self, found: Option<usize>, name: &str) -> Result<Option<usize>, E> {
        match (found, &self.unknown) {
            (None, Unknown::Field) => Err(E::unknown_field(name, self.among)),
            (None, Unknown::Variant) => Err(E::unknown_variant(name, self.among)),
            _ => Ok(found),
        }
    }
}

impl<'de, F: Fn(&str) -> Option<usize>> DeserializeSeed<'de> for Name<F> {
    type Value = Option<usize>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<F: Fn(&str) -> Option<usize>> Visitor<'_> for Name<F> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.unknown {
            Unknown::Variant => "a variant's name or number",
            _ => "a field's name or number",
        })
    }

    /// Formats without names number them.
    fn visit_u64<E: Error>(self, number: u64) -> Result<Option<usize>, E> {
        let found = usize::try_from(number).ok().filter(|place| *place < self.among.len());
        match (found, &self.unknown) {
            (None, Unknown::Field | Unknown::Variant) => Err(E::invalid_value(Unexpected::Unsigned(number), &self)),
            _ => Ok(found),
        }
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        self.unless_unknown((self.find)(name), name)
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Option<usize>, E> {
        match str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => self.unless_unknown(None, "\u{fffd}"),
        }
    }
}
