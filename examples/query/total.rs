//! Totals over many rows. Nulls are not counted; a total of nothing is null, save for `count`.

use crate::value::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Count,
    Sum,
    Avg,
    Min,
    Max,
}

impl Kind {
    pub(crate) const ALL: [(&'static str, Kind); 5] =
        [("count", Kind::Count), ("sum", Kind::Sum), ("avg", Kind::Avg), ("min", Kind::Min), ("max", Kind::Max)];

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, kind)| kind)
    }

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// A total on its way. `T` is a growable string, so that a maximum which rises with every row reuses its memory.
#[derive(Debug)]
pub(crate) struct Running<T> {
    kind: Kind,
    count: u32,
    sum: f64,
    best: Value<T>,
}

impl<T: AsRef<str>> Running<T> {
    pub(crate) fn new(kind: Kind) -> Self {
        Running { kind, count: 0, sum: 0.0, best: Value::Null }
    }

    /// `keep` copies a text, into the one given where there is one. An error is the message for the user.
    pub(crate) fn add(&mut self, value: Value<&str>, keep: impl FnOnce(Option<T>, &str) -> T) -> Result<(), String> {
        if value.is_null() {
            return Ok(());
        }
        match self.kind {
            Kind::Count => {}
            Kind::Sum | Kind::Avg => match value {
                Value::Number(n) => self.sum += n,
                other => return Err(format!("`{}` takes numbers, and this is {}", self.kind.name(), other.describe())),
            },
            Kind::Min if self.count > 0 && value.order(&self.best).is_ge() => {}
            Kind::Max if self.count > 0 && value.order(&self.best).is_le() => {}
            Kind::Min | Kind::Max => {
                let old = match std::mem::replace(&mut self.best, Value::Null) {
                    Value::Text(text) => Some(text),
                    _ => None,
                };
                self.best = value.map(|text| keep(old, text));
            }
        }
        self.count += 1;
        Ok(())
    }

    pub(crate) fn value(&self) -> Value<&str> {
        match self.kind {
            Kind::Count => Value::number(self.count.into()),
            Kind::Sum | Kind::Avg if self.count == 0 => Value::Null,
            Kind::Sum => Value::number(self.sum),
            Kind::Avg => Value::number(self.sum / f64::from(self.count)),
            Kind::Min | Kind::Max => self.best.as_deref(),
        }
    }
}
