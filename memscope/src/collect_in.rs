//! Results of many threads, in the memory of one scope.

mod crew;

use std::convert::Infallible;

use rayon::iter::ParallelIterator;

use crate::cx::{Carried, Inside, MemCx, lengthen, ok};
use crate::error::AllocError;
use crate::keep::{At, Keepable};
use crate::vec::MemVec;
use crew::{Crew, Seat};

/// Collects what the threads of [rayon](https://docs.rs/rayon) make into the caller's scope. Feature `rayon`.
///
/// ```
/// use memscope::{scope, Carried, CollectIn, Keepable};
/// use rayon::prelude::*;
///
/// #[derive(Keepable, Carried)]
/// struct Line<'cx> { text: &'cx str, words: &'cx [&'cx str] }
///
/// scope!(cx);
/// let text = &*cx.alloc_str("To be\nor not\nto be");
/// let lines = text.par_lines().collect_in::<Line<'static>>(cx, |cx, text, _| {
///     scope!(tmp in cx);                                      // gone with the line
///     let words = tmp.alloc_iter(text.split(' '));
///     words.sort_unstable();
///     Line { text, words: cx.alloc_iter(words.iter().map(|word| &*cx.alloc_str(&word.to_lowercase()))) }
/// });
/// assert_eq!(lines[2].text, "to be");
/// assert_eq!(lines[0].words, ["to", "be"]);
/// ```
///
/// Each thread fills memory of its own, without locks, through the handle that the closure gets; when all have ended, that
/// memory is the scope's, as that of a [transaction](MemCx::transaction) is after its commit. Nothing is copied but the
/// results themselves, which stand one after the other in the order of the items.
///
/// A result must be `Send`, since it was made on another thread, and [`Carried`]: a vector is finished with
/// [`into_slice`](MemVec::into_slice). It may refer to what the scope held before, if that is `Sync`: the third argument of
/// the closure says that the scope outlives what is made. If one closure panics, so does this, and all that was made is freed.
///
/// Limits of the scope, and of those around it, hold for all threads together, whose memory counts in whole chunks until
/// they end. It comes from the caches of the calling thread and of the others, and the global allocator, whatever the
/// scope's source; but where the source wants to [see every object](crate::source::Source::sees_objects), the closures run
/// on the calling thread, in the scope itself.
///
/// To give each item a scope that ends with it, nothing is needed: open one in the closure. A scope with state that lives as
/// long as a piece of rayon's work is a [`Kept`](crate::Kept):
///
/// ```
/// use memscope::{Kept, MemVec};
/// use rayon::prelude::*;
///
/// let sorted = (1..1000_u64).into_par_iter().map_init(
///     || Kept::<MemVec<'static, u64>>::new(|cx| cx.vec()),
///     |digits, n| digits.with_mut(|digits, _| {
///         digits.clear();
///         digits.extend(std::iter::successors(Some(n), |n| (n / 10 > 0).then_some(n / 10)).map(|n| n % 10));
///         digits.is_sorted()
///     }),
/// );
/// assert_eq!(sorted.filter(|sorted| *sorted).count(), 282);
/// ```
///
/// **Cost.** A region for each thread that took part, which starts with a chunk of 2 KiB and doubles; an atomic operation for
/// each piece of work; rayon's own vector of the results, from where they move to the scope.
pub trait CollectIn: ParallelIterator {
    /// Calls `f` for each item, on the threads of rayon, with the handle of memory that becomes the scope's.
    ///
    /// # Panics
    /// If `f` does, or the memory cannot be had.
    #[track_caller]
    fn collect_in<'cx, F>(
        self,
        cx: MemCx<'cx>,
        f: impl for<'m> Fn(MemCx<'m>, Self::Item, Inside<'m, 'cx>) -> At<'m, F> + Sync,
    ) -> MemVec<'cx, At<'cx, F>>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Collected,
        F::Rest: 'cx,
    {
        if cx.region().sees_objects() {
            return ok(alone::<F, _, AllocError>(self.collect(), cx, |cx, item, inside| Ok(f(cx, item, inside))));
        }
        let crew = Crew::of(cx);
        let made = self.map_init(
            || crew.seat(),
            |seat, item| {
                // SAFETY: what the items become goes to the crew.
                let made = unsafe { make::<F, _, Infallible>(seat, item, |cx, item, inside| Ok(f(cx, item, inside))) };
                let Ok(made) = made;
                made
            },
        );
        let made = made.collect();
        // SAFETY: the crew's, of which all work is done.
        ok(unsafe { settle::<F>(cx, crew, made) })
    }

    /// As [`collect_in`](Self::collect_in), for closures that may fail: one of their errors is returned, and what was made
    /// is freed.
    ///
    /// ```
    /// use memscope::{scope, AllocError, CollectIn};
    /// use rayon::prelude::*;
    ///
    /// scope!(cx, limit = 100_000);
    /// let zeros = |lens: &[usize]| {
    ///     let zeros = lens.par_iter().try_collect_in::<&'static [u8], AllocError>(cx, |cx, len, _| {
    ///         Ok(&*cx.try_alloc_slice_default(*len)?)
    ///     });
    ///     zeros.map(|zeros| zeros.len())
    /// };
    /// assert_eq!(zeros(&[10_000; 3]).unwrap(), 3);
    /// assert!(zeros(&[60_000; 3]).is_err());
    /// ```
    ///
    /// # Errors
    /// What a closure returns, and an [`AllocError`] if the results cannot become the scope's.
    fn try_collect_in<'cx, F, E>(
        self,
        cx: MemCx<'cx>,
        f: impl for<'m> Fn(MemCx<'m>, Self::Item, Inside<'m, 'cx>) -> Result<At<'m, F>, E> + Sync,
    ) -> Result<MemVec<'cx, At<'cx, F>>, E>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Collected,
        F::Rest: 'cx,
        E: From<AllocError> + Send,
    {
        if cx.region().sees_objects() {
            return alone::<F, _, E>(self.collect(), cx, f);
        }
        let crew = Crew::of(cx);
        // SAFETY: what the items become goes to the crew.
        let made = self.map_init(|| crew.seat(), |seat, item| unsafe { make::<F, _, E>(seat, item, &f) });
        let made = made.collect::<Result<_, E>>()?;
        // SAFETY: the crew's, of which all work is done.
        Ok(unsafe { settle::<F>(cx, crew, made) }?)
    }
}

impl<I: ParallelIterator> CollectIn for I {}

/// What can come from other threads into a scope, as one bound, so that a value lacking both of its parts gives one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be collected: it is made on another thread, in memory whose handle ends there",
    label = "must be `Send` and `Carried`",
    note = "finish a vector with `into_slice`, a string with `into_str`",
    note = "a type of your own takes `#[derive(Carried)]`, and fields that are `Send`"
)]
pub trait Collected: Carried + Send {}

#[diagnostic::do_not_recommend]
impl<T: Carried + Send> Collected for T {}

/// What becomes of an item, typed for the scope.
///
/// # Safety
/// It is dropped before the crew, or goes to [`settle`] with it.
unsafe fn make<'cx, F, I, E>(
    seat: &mut Seat<'_>,
    item: I,
    f: impl for<'m> FnOnce(MemCx<'m>, I, Inside<'m, 'cx>) -> Result<At<'m, F>, E>,
) -> Result<At<'cx, F>, E>
where
    F: for<'m> Keepable<'m>,
    for<'m> At<'m, F>: Carried,
{
    // SAFETY: nobody else has the seat. `f` takes every lifetime, so to it this one is like no other; when it returns, no
    // handle is left, since its result is `Carried`.
    let result = f(unsafe { seat.cx() }, item, Inside::new())?;
    // SAFETY: `f` knows no more of its lifetime than that `'cx` is no shorter, so what it returned is right for `'cx`, if
    // the memory lives so long. That of a crew which is dropped does not, but then nobody looks at the result any more.
    Ok(unsafe { lengthen::<F>(result) })
}

/// Gives a crew and its results to the scope.
///
/// # Safety
/// `made` is what [`make`] returned, and nobody has a seat any more.
unsafe fn settle<'cx, F>(
    cx: MemCx<'cx>,
    crew: Crew<'cx>,
    made: Vec<At<'cx, F>>, // on an error dropped before the crew, as it comes after it
) -> Result<MemVec<'cx, At<'cx, F>>, AllocError>
where
    F: for<'m> Keepable<'m>,
{
    let mut results = cx.try_vec_with_capacity(made.len())?;
    // SAFETY: by contract.
    let claim = unsafe { crew.claim(cx) }?;
    crew.settle(claim);
    results.try_extend(made)?;
    Ok(results)
}

/// For scopes that only their own thread may fill.
fn alone<'cx, F, I, E: From<AllocError>>(
    items: Vec<I>,
    cx: MemCx<'cx>,
    f: impl Fn(MemCx<'cx>, I, Inside<'cx, 'cx>) -> Result<At<'cx, F>, E>,
) -> Result<MemVec<'cx, At<'cx, F>>, E>
where
    F: for<'m> Keepable<'m>,
{
    let mut results = cx.try_vec_with_capacity(items.len())?;
    for item in items {
        results.try_push(f(cx, item, Inside::new())?)?;
    }
    Ok(results)
}
