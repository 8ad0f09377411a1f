//! Operators. Null in, null out, save for `and` and `or`, which know what null cannot change, and `is null`.

use std::cmp::Ordering;

use crate::value::Value;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unary {
    Minus,
    Not,
    IsNull,
    IsNotNull,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Binary {
    Or,
    And,
    Equal,
    Unequal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Times,
    Divide,
    Remainder,
}

impl Unary {
    /// An error is the message for the user.
    pub(crate) fn apply<T>(self, value: Value<&str>) -> Result<Value<T>, String> {
        Ok(match (self, value) {
            (Unary::IsNull, value) => Value::Bool(value.is_null()),
            (Unary::IsNotNull, value) => Value::Bool(!value.is_null()),
            (_, Value::Null) => Value::Null,
            (Unary::Minus, Value::Number(n)) => Value::number(-n),
            (Unary::Not, Value::Bool(b)) => Value::Bool(!b),
            (Unary::Minus, other) => return Err(format!("`-` takes a number, and this is {}", other.describe())),
            (Unary::Not, other) => return Err(format!("`not` takes a boolean, and this is {}", other.describe())),
        })
    }
}

impl Binary {
    pub(crate) const ALL: [(&'static str, Binary); 14] = [
        ("or", Binary::Or),
        ("and", Binary::And),
        ("=", Binary::Equal),
        ("<>", Binary::Unequal),
        ("!=", Binary::Unequal),
        ("<", Binary::Less),
        ("<=", Binary::LessEqual),
        (">", Binary::Greater),
        (">=", Binary::GreaterEqual),
        ("+", Binary::Plus),
        ("-", Binary::Minus),
        ("*", Binary::Times),
        ("/", Binary::Divide),
        ("%", Binary::Remainder),
    ];

    /// A higher one binds tighter.
    pub(crate) fn strength(self) -> u8 {
        match self {
            Binary::Or => 1,
            Binary::And => 2,
            Binary::Plus | Binary::Minus => 6,
            Binary::Times | Binary::Divide | Binary::Remainder => 7,
            _ => Self::COMPARISON,
        }
    }

    /// Stronger than `not`, weaker than `||`.
    pub(crate) const COMPARISON: u8 = 4;

    fn symbol(self) -> &'static str {
        Self::ALL.iter().find(|(_, op)| *op == self).map_or("", |(symbol, _)| symbol)
    }

    /// The answer, where the left side alone decides it.
    pub(crate) fn short<T, U>(self, left: &Value<U>) -> Option<Value<T>> {
        match (self, left) {
            (Binary::Or, Value::Bool(true)) => Some(Value::Bool(true)),
            (Binary::And, Value::Bool(false)) => Some(Value::Bool(false)),
            _ => None,
        }
    }

    /// An error is the message for the user.
    pub(crate) fn apply<T>(self, left: Value<&str>, right: Value<&str>) -> Result<Value<T>, String> {
        use Value::{Bool, Null, Number, Text};
        Ok(match (self, left, right) {
            (Binary::Or, Bool(true), Null) | (Binary::Or, Null, Bool(true)) => Bool(true),
            (Binary::And, Bool(false), Null) | (Binary::And, Null, Bool(false)) => Bool(false),
            (_, Null, _) | (_, _, Null) => Null,
            (Binary::Or, Bool(a), Bool(b)) => Bool(a || b),
            (Binary::And, Bool(a), Bool(b)) => Bool(a && b),
            (Binary::Plus, Number(a), Number(b)) => Value::number(a + b),
            (Binary::Minus, Number(a), Number(b)) => Value::number(a - b),
            (Binary::Times, Number(a), Number(b)) => Value::number(a * b),
            (Binary::Divide, Number(a), Number(b)) => Value::number(a / b),
            (Binary::Remainder, Number(a), Number(b)) => Value::number(a % b),
            (_, Number(_), Number(_)) | (_, Text(_), Text(_)) | (_, Bool(_), Bool(_)) if self.compares() => {
                Bool(self.accepts(left.order(&right)))
            }
            _ => return Err(self.refuse(left, right)),
        })
    }

    fn compares(self) -> bool {
        self.strength() == Self::COMPARISON
    }

    fn accepts(self, order: Ordering) -> bool {
        match self {
            Binary::Equal => order.is_eq(),
            Binary::Unequal => order.is_ne(),
            Binary::Less => order.is_lt(),
            Binary::LessEqual => order.is_le(),
            Binary::Greater => order.is_gt(),
            _ => order.is_ge(),
        }
    }

    fn refuse(self, left: Value<&str>, right: Value<&str>) -> String {
        let takes = match self {
            Binary::Or | Binary::And => "booleans",
            _ if self.compares() => "two of a kind",
            _ => "numbers",
        };
        format!("`{}` takes {takes}, and got {} and {}", self.symbol(), left.describe(), right.describe())
    }
}
