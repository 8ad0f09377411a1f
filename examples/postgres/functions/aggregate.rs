//! An aggregate whose state changes its size.

use memscope::{Keepable, MemCx};
use memscope_postgres::{Error, SqlState, aggregate};

use crate::witness::Witness;

/// The longest text so far, and how often there was a new one.
#[derive(Keepable)]
struct Longest<'agg> {
    text: &'agg str,
    states: i64,
}

fn step<'new>(old: Option<&Longest<'_>>, cx: MemCx<'new>, text: Option<&str>) -> Result<Option<Longest<'new>>, Error> {
    let Some(text) = text else { return Ok(None) };
    if text == "error" {
        return Err(Error::new(SqlState::EXTERNAL_ROUTINE_EXCEPTION, "in an aggregate"));
    }
    if old.is_some_and(|old| text.chars().count() <= old.text.chars().count()) {
        return Ok(None);
    }
    cx.try_adopt(Witness)?;
    Ok(Some(Longest { text: cx.try_alloc_str(text)?, states: old.map_or(0, |old| old.states) + 1 }))
}

fn finish<'cx>(state: Option<&Longest<'_>>, cx: MemCx<'cx>) -> Result<Option<&'cx str>, Error> {
    let Some(Longest { text, states }) = state else { return Ok(None) };
    Ok(Some(cx.try_alloc_fmt(format_args!("{states}: {text}"))?))
}

aggregate! { Longest<'static>; fn ms_longest_step(text) = step; fn ms_longest_final() = finish; }
