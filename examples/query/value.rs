//! What an expression is worth. Generic over where its text lives, so that every rule about values is written once.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use memscope::CopyIn;

/// `T` is `&str` in a scope, `String` or `Cow<str>` on the heap.
#[derive(Clone, Copy, CopyIn, Debug)]
pub(crate) enum Value<T> {
    Null,
    Bool(bool),
    /// Always finite: what is not (a division by zero) is null.
    Number(f64),
    Text(T),
}

impl<T> Value<T> {
    pub(crate) fn number(n: f64) -> Self {
        // Adding zero makes one zero of two, so that equal numbers have equal bits.
        if n.is_finite() { Value::Number(n + 0.0) } else { Value::Null }
    }

    pub(crate) fn map<U>(self, text: impl FnOnce(T) -> U) -> Value<U> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(b) => Value::Bool(b),
            Value::Number(n) => Value::Number(n),
            Value::Text(t) => Value::Text(text(t)),
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Value::Bool(true))
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Value::Number(_))
    }
}

impl<'v> Value<&'v str> {
    /// A field of a file: nothing and `NA` are null, what reads as a decimal number is one, the rest is text.
    pub(crate) fn parse(field: &'v str) -> Self {
        match field.as_bytes() {
            [] | b"NA" => Value::Null,
            // `f64::from_str` takes words too, like `inf`, and they are text here.
            [.., b'0'..=b'9' | b'.'] => match field.parse::<f64>() {
                Ok(n) if n.is_finite() => Value::number(n),
                _ => Value::Text(field),
            },
            _ => Value::Text(field),
        }
    }
}

impl<T: AsRef<str>> Value<T> {
    pub(crate) fn as_deref(&self) -> Value<&str> {
        match self {
            Value::Null => Value::Null,
            Value::Bool(b) => Value::Bool(*b),
            Value::Number(n) => Value::Number(*n),
            Value::Text(t) => Value::Text(t.as_ref()),
        }
    }

    /// The order of `order by`, `min` and `max`: booleans, numbers, text, and nulls last.
    pub(crate) fn order<U: AsRef<str>>(&self, other: &Value<U>) -> Ordering {
        match (self, other) {
            (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
            (Value::Text(a), Value::Text(b)) => a.as_ref().cmp(b.as_ref()),
            _ => self.rank().cmp(&other.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Bool(_) => 0,
            Value::Number(_) => 1,
            Value::Text(_) => 2,
            Value::Null => 3,
        }
    }

    /// How a message calls it.
    pub(crate) fn describe(&self) -> String {
        match self {
            Value::Null => "null".into(),
            Value::Bool(b) => format!("the boolean {b}"),
            Value::Number(n) => format!("the number {n}"),
            Value::Text(t) => format!("the text {:?}", t.as_ref()),
        }
    }
}

/// Equality as `group by` has it: two nulls are the same key. (`=` in a query says null.)
impl<T: AsRef<str>, U: AsRef<str>> PartialEq<Value<U>> for Value<T> {
    fn eq(&self, other: &Value<U>) -> bool {
        self.order(other).is_eq()
    }
}

impl<T: AsRef<str>> Eq for Value<T> {}

impl<T: AsRef<str>> Hash for Value<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rank().hash(state);
        match self {
            Value::Null => {}
            Value::Bool(b) => b.hash(state),
            Value::Number(n) => n.to_bits().hash(state),
            Value::Text(t) => t.as_ref().hash(state),
        }
    }
}

impl<T: AsRef<str>> fmt::Display for Value<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => f.pad("NA"),
            Value::Bool(b) => b.fmt(f),
            Value::Number(n) => n.fmt(f),
            Value::Text(t) => t.as_ref().fmt(f),
        }
    }
}
