//! Rows in order, and as a table.

use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::io;

use crate::ast::Query;
use crate::value::Value;

/// Sorts by what follows the items in each row, cuts, and prints.
pub(crate) fn write<T: AsRef<str>, R: AsRef<[Value<T>]>>(
    query: &Query<'_>,
    rows: &mut [R],
    out: &mut Vec<u8>,
) -> io::Result<()> {
    rows.sort_by(|a, b| compare(query, a.as_ref(), b.as_ref()));
    let rows = &rows[..rows.len().min(query.limit.unwrap_or(usize::MAX))];
    let last = query.items.len() - 1;
    let mut widths: Vec<usize> = query.items.iter().map(|item| item.name.chars().count()).collect();
    for row in rows {
        for (width, value) in widths.iter_mut().zip(row.as_ref()) {
            *width = (*width).max(chars(value));
        }
    }
    for (column, (item, &width)) in query.items.iter().zip(&widths).enumerate() {
        let numbers = rows.iter().any(|row| row.as_ref()[column].is_number());
        cell(out, item.name, width, numbers, column == last)?;
    }
    for row in rows {
        for (column, (value, &width)) in row.as_ref().iter().zip(&widths).enumerate() {
            cell(out, value, width, value.is_number(), column == last)?;
        }
    }
    Ok(())
}

/// Nulls come last, whatever the direction.
fn compare<T: AsRef<str>>(query: &Query<'_>, a: &[Value<T>], b: &[Value<T>]) -> Ordering {
    let keys = a.iter().zip(b).skip(query.items.len());
    keys.zip(query.order)
        .map(|((a, b), by)| match a.order(b) {
            order if by.descending && !a.is_null() && !b.is_null() => order.reverse(),
            order => order,
        })
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// Numbers to the right, and no blanks at the end of a line.
fn cell(out: &mut impl io::Write, value: impl fmt::Display, width: usize, right: bool, last: bool) -> io::Result<()> {
    match (right, last) {
        (true, false) => write!(out, "{value:>width$}  "),
        (true, true) => writeln!(out, "{value:>width$}"),
        (false, false) => write!(out, "{value:<width$}  "),
        (false, true) => writeln!(out, "{value}"),
    }
}

/// How many characters a value prints, found out without memory.
fn chars(value: impl fmt::Display) -> usize {
    struct Chars(usize);

    impl fmt::Write for Chars {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            self.0 += text.chars().count();
            Ok(())
        }
    }

    let mut chars = Chars(0);
    // `Chars` never fails, nor does a value.
    let _ = write!(chars, "{value}");
    chars.0
}
