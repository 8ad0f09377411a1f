//! Text and numbers, in and out; and one function four times, to compare what it costs.

use std::ptr;

use memscope::{AllocError, MemCx, scope, scoped};
use memscope_postgres::sys::{self, Datum};
use memscope_postgres::{Answer, Call, Error, Failure, Server, SqlState, entry, function};

fn ms_add(_: MemCx<'_>, a: i64, b: i64) -> Result<i64, Error> {
    a.checked_add(b).ok_or_else(|| Error::new(SqlState::new(b"22003"), format_args!("{a} + {b} is out of range")))
}

/// Null where there is no such word.
#[scoped(tmp in cx)]
fn ms_word<'cx>(cx: MemCx<'cx>, text: Option<&str>, n: Option<i64>) -> Result<Option<&'cx str>, Error> {
    let (Some(text), Some(n)) = (text, n) else { return Ok(None) };
    let mut words = tmp.vec();
    for word in text.split_whitespace() {
        words.try_push(word)?;
    }
    let Some(word) = usize::try_from(n).ok().and_then(|n| words.get(n)) else { return Ok(None) };
    Ok(Some(cx.try_alloc_str(word)?))
}

fn ms_repeat<'cx>(cx: MemCx<'cx>, text: &str, times: i64) -> Result<&'cx str, Error> {
    let mut repeated = cx.string();
    let len = usize::try_from(times).ok().and_then(|times| text.len().checked_mul(times));
    repeated.try_reserve(len.unwrap_or(usize::MAX))?;
    for _ in 0..times {
        repeated.try_push_str(text)?;
    }
    Ok(repeated.into_str())
}

/// A word of the text, in a list of them. Each is a copy of its own, so that there are many small objects.
struct Word<'mcx> {
    text: &'mcx str,
    before: Option<&'mcx Word<'mcx>>,
}

/// The words in reverse, in capital letters, in scratch memory. What the four functions do.
fn reversed<'tmp>(tmp: MemCx<'tmp>, text: &str) -> Result<&'tmp str, AllocError> {
    let mut last = None;
    for word in text.split(' ') {
        let copy = tmp.try_alloc_str(word)?;
        copy.make_ascii_uppercase();
        last = Some(&*tmp.try_alloc(Word { text: copy, before: last })?);
    }
    let mut out = tmp.string();
    out.try_reserve(text.len())?;
    for word in std::iter::successors(last, |word| word.before) {
        out.try_push_str(word.text)?;
        if word.before.is_some() {
            out.try_push_str(" ")?;
        }
    }
    Ok(out.into_str())
}

/// Every object is one of the server's.
fn ms_reverse_objects<'cx>(cx: MemCx<'cx>, text: &str) -> Result<&'cx str, Error> {
    Ok(reversed(cx, text)?)
}

/// The server gives chunks, which the scope divides.
fn ms_reverse_chunks<'cx>(cx: MemCx<'cx>, text: &str) -> Result<&'cx str, Error> {
    Ok(reversed(cx, text)?)
}

/// Scratch memory in a function whose own memory is the server's, object by object.
fn ms_reverse_scratch<'cx>(cx: MemCx<'cx>, server: Server<'_>, text: &str) -> Result<&'cx str, Error> {
    let chunks = server.chunks();
    scope!(tmp, from = &chunks);
    Ok(cx.try_alloc_str(reversed(tmp, text)?)?)
}

function! {
    fn ms_add(a, b);
    fn ms_word(text, n);
    fn ms_repeat(text, times);
    fn ms_reverse_objects(text);
    fn ms_reverse_chunks(text) in chunks;
    fn ms_reverse_scratch(server, text);
}

/// The same without memscope, as C has it: what is allocated stays until the server frees its context.
///
/// # Safety
/// Called by the server with a text, in a plain frame.
unsafe fn reversed_by_palloc(call: &Call) -> Datum {
    #[derive(Clone, Copy)]
    struct Raw {
        text: *mut u8,
        len: usize,
        before: *const Raw,
    }
    // SAFETY: by contract. Nothing here has a destructor, so the server may raise an error wherever it is called; what it gives
    // is as long as was asked for, and aligned to eight bytes.
    unsafe {
        let text: &str = call.argument();
        let context = sys::CurrentMemoryContext;
        let mut last = ptr::null();
        for word in text.split(' ') {
            let copy = sys::MemoryContextAlloc(context, word.len()).cast::<u8>();
            copy.copy_from_nonoverlapping(word.as_ptr(), word.len());
            std::slice::from_raw_parts_mut(copy, word.len()).make_ascii_uppercase();
            let node = sys::MemoryContextAlloc(context, size_of::<Raw>()).cast::<Raw>();
            node.write(Raw { text: copy, len: word.len(), before: last });
            last = node;
        }
        let out = sys::MemoryContextAlloc(context, text.len()).cast::<u8>();
        let mut len = 0;
        while let Some(word) = last.as_ref() {
            out.add(len).copy_from_nonoverlapping(word.text, word.len);
            len += word.len;
            last = word.before;
            if !last.is_null() {
                out.add(len).write(b' ');
                len += 1;
            }
        }
        let out = std::str::from_utf8_unchecked(std::slice::from_raw_parts(out, len));
        call.finish(out.answer(call).map_err(Failure::from))
    }
}

entry! { ms_reverse_palloc, |call| {
    // SAFETY: the server calls this with a text; nothing here has a destructor.
    unsafe { reversed_by_palloc(&call) }
}}
