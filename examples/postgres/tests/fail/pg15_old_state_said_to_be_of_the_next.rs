use memscope::{Keepable, MemCx};
use memscope_postgres::{Error, aggregate};

#[derive(Keepable)]
struct First<'agg>(&'agg str);

fn step<'new>(old: Option<&First<'new>>, cx: MemCx<'new>, text: &str) -> Result<Option<First<'new>>, Error> {
    Ok(Some(First(match old {
        Some(old) => old.0,
        None => cx.try_alloc_str(text)?,
    })))
}

fn finish<'cx>(state: Option<&First<'_>>, cx: MemCx<'cx>) -> Option<&'cx str> {
    state.map(|first| &*cx.alloc_str(first.0))
}

aggregate! { First<'static>; fn first_step(text) = step; fn first_final() = finish; }

fn main() {}
