//! Transactions that `#[scoped]` and `scope!` open: `try`.

mod common;

use std::error::Error;
use std::fmt;
use std::num::ParseIntError;
use std::ops::RangeFrom;
use std::panic::{AssertUnwindSafe, catch_unwind};

use common::balanced;
use memscope::{Carried, Family, Keepable, MemCx, MemVec, scope, scoped};

#[derive(Carried)]
struct Row<'mcx> {
    name: &'mcx str,
    values: &'mcx [u32],
}

impl Family for Row<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Row<'_> {
    type At = Row<'m>;
}

/// Its types hold no handle, so that a transaction may carry an object over.
trait Weight: Carried {
    fn allows(&self, n: u32) -> bool;
}

impl Weight for RangeFrom<u32> {
    fn allows(&self, n: u32) -> bool {
        self.contains(&n)
    }
}

/// What refers to things that were there before, of another lifetime or of the parent's.
#[derive(Carried)]
struct Named<'src, 'mcx> {
    source: &'src str,
    row: Option<&'mcx Row<'mcx>>,
    weight: &'mcx dyn Weight,
}

impl<'src> Family for Named<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Named<'src, '_> {
    type At = Named<'src, 'm>;
}

type BoxedResult<T> = Result<T, Box<dyn Error>>;

#[scoped(tx in cx, try)]
fn row<'mcx>(cx: MemCx<'mcx>, line: &str) -> Result<Row<'mcx>, ParseIntError> {
    let (name, rest) = line.split_once(',').unwrap_or((line, "0"));
    let name = tx.alloc_str(name);
    let mut values = tx.vec();
    for value in rest.split(',') {
        values.push(value.parse()?);
    }
    Ok(Row { name, values: values.into_slice() })
}

#[scoped(<'tx> tx in cx, try, name = "elided", limit = 64 * 1024)]
fn elided(cx: MemCx<'_>, n: usize) -> Option<&[u64]> {
    assert_eq!(tx.name(), "elided");
    let squares: MemVec<'tx, u64> = tx.try_vec_with_capacity(n).ok()?;
    let mut squares = squares;
    squares.extend((0..n as u64).map(|n| n * n));
    Some(squares.into_slice())
}

#[scoped(tx in cx, try)]
fn aliased<'src: 'mcx, 'mcx>(
    cx: MemCx<'mcx>,
    source: &'src str,
    row: &'mcx Row<'mcx>,
) -> BoxedResult<Named<'src, 'mcx>> {
    if source.is_empty() {
        return Err(Box::new(fmt::Error));
    }
    if source.len() > 10 {
        Err("too long")?;
    }
    let least = source.parse()?;
    let row = if least == 0 { row } else { tx.alloc(Row { name: row.name, values: tx.alloc_slice_copy(&[least]) }) };
    Ok(Named { source, row: Some(row), weight: tx.alloc(least..) })
}

#[test]
fn pg14_macro_function_commits_or_not() {
    balanced(|| {
        scope!(cx);
        let rows: Vec<_> = ["a,1,2", "b,x", "c"].iter().map(|line| row(cx, line)).collect();
        let shown: Vec<_> = rows.iter().map(|row| row.as_ref().map(|row| (row.name, row.values)).ok()).collect();
        assert_eq!(shown, [Some(("a", &[1, 2][..])), None, Some(("c", &[0][..]))]);
    });
}

#[test]
fn pg14_macro_option_with_a_limit() {
    scope!(cx);
    assert_eq!(elided(cx, 4), Some(&[0, 1, 4, 9][..]));
    assert_eq!(elided(cx, 100_000), None);
}

#[test]
fn pg14_macro_alias_and_conversions_of_errors() {
    let source = String::from("7");
    scope!(cx);
    let zero = cx.alloc(row(cx, "zero").unwrap());
    let named = aliased(cx, &source, zero).unwrap();
    assert!(named.source == "7" && named.weight.allows(7) && !named.weight.allows(6));
    assert_eq!(named.row.map(|row| (row.name, row.values)), Some(("zero", &[7][..])));
    assert_eq!(aliased(cx, "0", zero).unwrap().row.unwrap().values, [0]);
    assert!(aliased(cx, "", zero).err().unwrap().is::<fmt::Error>());
    assert!(aliased(cx, "x", zero).err().unwrap().is::<ParseIntError>());
    assert_eq!(aliased(cx, "12345678901", zero).err().unwrap().to_string(), "too long");
}

struct Log<'mcx> {
    cx: MemCx<'mcx>,
    rows: Vec<Row<'mcx>>,
}

impl<'mcx> Log<'mcx> {
    /// In a method the lifetime is that of the type.
    #[scoped(tx in self.cx, try)]
    fn parsed(&mut self, line: &str) -> Result<Row<'mcx>, ParseIntError> {
        let value = line.parse()?;
        self.rows.push(Row { name: "before", values: &[] });
        Ok(Row { name: tx.alloc_str(line), values: tx.alloc_slice_copy(&[value]) })
    }
}

#[test]
fn pg14_macro_method() {
    scope!(cx);
    let mut log = Log { cx, rows: Vec::new() };
    assert!(log.parsed("x").is_err());
    let row = log.parsed("7").unwrap();
    log.rows.push(row);
    assert_eq!(log.rows.iter().map(|row| row.name).collect::<Vec<_>>(), ["before", "7"]);
}

#[test]
fn pg14_macro_block() {
    scope!(cx);
    let mut rounds = 0;
    let mut rows = cx.vec();
    for line in ["1", "x", "", "4"] {
        let row = scope!(<'tx> tx in cx, try -> Result<Row<'tx>, ParseIntError> => {
            rounds += 1;
            let name: &'tx str = tx.alloc_str(line);
            if name.is_empty() {
                return Ok(Row { name: "empty", values: &[] });
            }
            Ok(Row { name, values: tx.alloc_slice_copy(&[name.parse()?]) })
        });
        rows.extend(row.ok());
    }
    assert_eq!((rounds, rows.iter().map(|row| row.name).collect::<Vec<_>>()), (4, vec!["1", "empty", "4"]));
}

#[test]
fn pg14_macro_block_with_an_option_or_an_alias() {
    let source = String::from("source");
    scope!(cx);
    let halved = |n: u32| {
        scope!(half in cx, try, limit = 4096 -> Option<&'static [u32]> => {
            let half = half.alloc_slice_copy(&[n.checked_sub(1)? / 2]);
            Some(half)
        })
    };
    assert_eq!((halved(7), halved(0)), (Some(&[3][..]), None));
    let aliased = scope!(<'tx> tx in cx, try -> BoxedResult<Named<'_, 'tx>> => {
        if cx.name() != "cx" {
            Err("another name")?;
        }
        Ok(Named { source: &source, row: None, weight: tx.alloc(1..) })
    });
    assert!(aliased.is_ok_and(|named| named.source == source && named.row.is_none() && named.weight.allows(1)));
}

#[test]
fn pg14_macro_block_in_a_function_with_lifetimes_of_its_own() {
    fn last<'mcx>(cx: MemCx<'mcx>, lines: &str) -> Result<Row<'mcx>, ParseIntError> {
        let mut last = row(cx, "none")?;
        for line in lines.lines() {
            last = scope!(tx in cx, try -> Result<Row<'mcx>, ParseIntError> => {
                let values = tx.alloc_slice_copy(&[last.values[0] + line.parse::<u32>()?]);
                Ok(Row { name: last.name, values })
            })?;
        }
        Ok(last)
    }
    scope!(cx);
    assert_eq!(last(cx, "1\n2").unwrap().values, [3]);
    assert!(last(cx, "1\nx").is_err());
}

#[test]
fn pg14_macro_panic_rolls_back() {
    #[scoped(tx in cx, try)]
    fn panics<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
        let text = tx.alloc_str(text);
        assert!(text.is_empty(), "{text}");
        Some(text)
    }
    balanced(|| {
        scope!(cx);
        assert!(catch_unwind(AssertUnwindSafe(|| panics(cx, "not empty"))).is_err());
        assert_eq!(panics(cx, ""), Some(""));
    });
}
