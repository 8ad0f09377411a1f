//! What is tested: it allocates in the scope of its caller, and in one of its own, and never panics for want of memory.

use std::cmp::Reverse;

use memscope::{AllocError, MemCx, scoped};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'cx> {
    pub(crate) text: &'cx str,
    pub(crate) count: usize,
}

/// Each word of the text, in lower case, with how often it is there; the most frequent first.
#[scoped(tmp in cx)]
pub(crate) fn words<'cx>(cx: MemCx<'cx>, text: &str) -> Result<&'cx [Word<'cx>], AllocError> {
    let all = tmp.try_alloc_iter(text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()))?;
    let lower = tmp.try_alloc_slice_fill_with(all.len(), |_| "")?;
    for (lower, word) in lower.iter_mut().zip(all) {
        let word: &mut str = tmp.try_alloc_str(word)?;
        word.make_ascii_lowercase();
        *lower = word;
    }
    lower.sort_unstable();
    let runs = || lower.chunk_by(|a, b| a == b);
    // Only what is returned is made in the caller's scope.
    let mut words = cx.try_vec_with_capacity(runs().count())?;
    for run in runs() {
        words.try_push(Word { text: cx.try_alloc_str(run[0])?, count: run.len() })?;
    }
    words.sort_by_key(|word| Reverse(word.count));
    Ok(words.into_slice())
}
