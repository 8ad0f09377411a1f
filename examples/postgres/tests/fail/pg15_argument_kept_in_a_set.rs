use memscope::{Keepable, MemCx};
use memscope_postgres::{Error, set};

#[derive(Keepable)]
struct Lines<'set>(std::str::Lines<'set>);

fn open<'set>(_: MemCx<'set>, text: &str) -> Result<Lines<'set>, Error> {
    Ok(Lines(text.lines()))
}

fn next<'row>(lines: &mut Lines<'_>, _: MemCx<'_>, cx: MemCx<'row>) -> Result<Option<&'row str>, Error> {
    Ok(lines.0.next().map(|line| &*cx.alloc_str(line)))
}

set! { fn lines(text) = Lines<'static>: open, next; }

fn main() {}
