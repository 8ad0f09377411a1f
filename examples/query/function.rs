//! Functions of a row. They say what they mean and leave to the caller where new text goes.

use std::fmt::{self, Write};

use crate::value::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Function {
    Abs,
    Coalesce,
    Concat,
    Contains,
    Floor,
    Length,
    Lower,
    Replace,
    Round,
    StartsWith,
    Substr,
    Text,
    Trim,
    Upper,
}

/// What a call came to.
pub(crate) enum Outcome<'a> {
    /// A value, whose text, if any, is part of an argument.
    Value(Value<&'a str>),
    /// The text that was written.
    Written,
}

/// A name, the function, and how many arguments it takes at least and at most.
const FUNCTIONS: [(&str, Function, usize, usize); 14] = [
    ("abs", Function::Abs, 1, 1),
    ("coalesce", Function::Coalesce, 1, usize::MAX),
    ("concat", Function::Concat, 1, usize::MAX),
    ("contains", Function::Contains, 2, 2),
    ("floor", Function::Floor, 1, 1),
    ("length", Function::Length, 1, 1),
    ("lower", Function::Lower, 1, 1),
    ("replace", Function::Replace, 3, 3),
    ("round", Function::Round, 1, 2),
    ("starts_with", Function::StartsWith, 2, 2),
    ("substr", Function::Substr, 2, 3),
    ("text", Function::Text, 1, 1),
    ("trim", Function::Trim, 1, 1),
    ("upper", Function::Upper, 1, 1),
];

impl Function {
    pub(crate) fn named(name: &str) -> Option<Self> {
        FUNCTIONS.iter().find(|row| row.0.eq_ignore_ascii_case(name)).map(|row| row.1)
    }

    pub(crate) fn names() -> impl Iterator<Item = &'static str> {
        FUNCTIONS.iter().map(|row| row.0)
    }

    fn row(self) -> &'static (&'static str, Function, usize, usize) {
        FUNCTIONS.iter().find(|row| row.1 == self).expect("every function has its row")
    }

    /// What is wrong with that number of arguments, if anything is.
    pub(crate) fn refuse(self, given: usize) -> Option<String> {
        let &(name, _, least, most) = self.row();
        let takes = match most {
            _ if (least..=most).contains(&given) => return None,
            usize::MAX => format!("{least} or more"),
            _ if least == most => format!("{least}"),
            _ => format!("{least} to {most}"),
        };
        Some(format!("`{name}` takes {takes} argument{}, and got {given}", if takes == "1" { "" } else { "s" }))
    }

    /// An error is the message for the user.
    pub(crate) fn call<'a, T: AsRef<str>>(
        self,
        arguments: &'a [Value<T>],
        out: &mut impl Write,
    ) -> Result<Outcome<'a>, String> {
        use Value::{Bool, Null, Number, Text};
        if self == Function::Coalesce {
            let first = arguments.iter().find(|value| !value.is_null());
            return Ok(Outcome::Value(first.map_or(Null, Value::as_deref)));
        }
        if arguments.iter().any(Value::is_null) {
            return Ok(Outcome::Value(Null));
        }
        let argument = |i: usize| arguments.get(i).map_or(Null, Value::as_deref);
        Ok(Outcome::Value(match (self, argument(0), argument(1), argument(2)) {
            (Function::Abs, Number(n), ..) => Value::number(n.abs()),
            (Function::Floor, Number(n), ..) => Value::number(n.floor()),
            (Function::Round, Number(n), Null, _) => Value::number(n.round()),
            (Function::Round, Number(n), Number(digits), _) => {
                let shift = 10f64.powi(digits as i32);
                Value::number((n * shift).round() / shift)
            }
            (Function::Length, Text(t), ..) => Value::number(t.chars().count() as f64),
            (Function::Contains, Text(t), Text(part), _) => Bool(t.contains(part)),
            (Function::StartsWith, Text(t), Text(part), _) => Bool(t.starts_with(part)),
            (Function::Trim, Text(t), ..) => Text(t.trim()),
            (Function::Text, Text(t), ..) => Text(t),
            (Function::Substr, Text(t), Number(from), Null) => Text(substr(t, from, f64::INFINITY)),
            (Function::Substr, Text(t), Number(from), Number(len)) => Text(substr(t, from, len)),
            (Function::Upper, Text(t), ..) => return written(chars(out, t.chars().flat_map(char::to_uppercase))),
            (Function::Lower, Text(t), ..) => return written(chars(out, t.chars().flat_map(char::to_lowercase))),
            (Function::Replace, Text(t), Text(old), Text(new)) => return written(replace(out, t, old, new)),
            (Function::Concat | Function::Text, ..) => {
                return written(arguments.iter().try_for_each(|value| match value {
                    Text(text) => out.write_str(text.as_ref()),
                    other => write!(out, "{other}"),
                }));
            }
            _ => {
                let given: Vec<String> = arguments.iter().map(Value::describe).collect();
                return Err(format!("`{}` does not take {}", self.row().0, given.join(" and ")));
            }
        }))
    }
}

fn written<'a>(result: fmt::Result) -> Result<Outcome<'a>, String> {
    result.map(|()| Outcome::Written).map_err(|error| error.to_string())
}

fn chars(out: &mut impl Write, mut chars: impl Iterator<Item = char>) -> fmt::Result {
    chars.try_for_each(|c| out.write_char(c))
}

/// Characters are counted from 1, as SQL does.
fn substr(text: &str, from: f64, len: f64) -> &str {
    let byte = |chars: f64| text.char_indices().nth(chars.max(0.0) as usize).map_or(text.len(), |(at, _)| at);
    let start = byte(from - 1.0);
    &text[start..byte(from - 1.0 + len).max(start)]
}

fn replace(out: &mut impl Write, text: &str, old: &str, new: &str) -> fmt::Result {
    if old.is_empty() {
        return out.write_str(text);
    }
    for (i, part) in text.split(old).enumerate() {
        if i > 0 {
            out.write_str(new)?;
        }
        out.write_str(part)?;
    }
    Ok(())
}
