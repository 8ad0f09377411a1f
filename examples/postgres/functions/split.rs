//! A function that returns a set.

use memscope::{Keepable, MemCx};
use memscope_postgres::{Error, SqlState, set};

use crate::witness::Witness;

/// What is left to split. The item `error` is an error, and `panic` a panic.
#[derive(Keepable)]
struct Split<'set> {
    rest: Option<&'set str>,
    separator: &'set str,
}

fn open<'set>(home: MemCx<'set>, text: &str, separator: &str) -> Result<Split<'set>, Error> {
    home.try_adopt(Witness)?;
    if separator.is_empty() {
        return Err(Error::new(SqlState::INVALID_PARAMETER_VALUE, "the separator is empty"));
    }
    Ok(Split { rest: Some(home.try_alloc_str(text)?), separator: home.try_alloc_str(separator)? })
}

fn next<'cx>(split: &mut Split<'_>, _: MemCx<'_>, cx: MemCx<'cx>) -> Result<Option<Option<&'cx str>>, Error> {
    let Some(rest) = split.rest else { return Ok(None) };
    let item = match rest.split_once(split.separator) {
        Some((item, rest)) => {
            split.rest = Some(rest);
            item
        }
        None => {
            split.rest = None;
            rest
        }
    };
    match item {
        "" => Ok(Some(None)),
        "error" => Err(Error::new(SqlState::EXTERNAL_ROUTINE_EXCEPTION, "midway")),
        "panic" => panic!("midway, at `{item}`"),
        item => Ok(Some(Some(cx.try_alloc_str(item)?))),
    }
}

set! { fn ms_split(text, separator) = Split<'static>: open, next; }
