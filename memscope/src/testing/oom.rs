//! A body that is refused each of its allocations in turn.

use alloc::vec::Vec;
use core::alloc::Layout;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::panic::AssertUnwindSafe;
use core::ptr::NonNull;
use std::panic::catch_unwind;

use super::heap;
use crate::brand::ScopeEnd;
use crate::cx::MemCx;
use crate::keep::{newest_here, unreleased_here};
use crate::region::{Region, Site, Supply, trim};
use crate::source::{Checked, Free, Heap, Request, Source};

/// Runs `body` once for every allocation that it makes, with that one refused, and returns how many there are.
///
/// The body gets a scope of its own in each run. What it allocates there, and in scopes inside, is counted; scopes without a
/// parent are not. Its memory is [checked](Checked) meanwhile.
///
/// ```
/// use memscope::testing::each_oom;
///
/// let allocations = each_oom(|cx| {
///     let list = cx.try_alloc_slice_copy(&[1, 2, 3])?;
///     cx.try_alloc(list.len())
///         .map(|_| ())
/// });
/// assert_eq!(allocations, 2);
/// ```
///
/// In the first run nothing is refused, in the last neither. Of each other the body has to return the error, or one of its own,
/// and to leave nothing behind: see [`Verdict`]. That it does the same until it is refused something has to be certain: seeds of
/// random numbers are fixed, and what is kept from run to run is not looked at.
///
/// A container that is refused room to grow asks once more for less. Both are one allocation here, and both are refused.
///
/// # Panics
/// If a verdict is not good, with the [`Oom`] that tells it; [`try_each_oom`] returns that.
///
/// The idea is that of `SQLite`'s tests.
#[track_caller]
pub fn each_oom<R, E>(body: impl FnMut(MemCx<'_>) -> Result<R, E>) -> usize {
    match try_each_oom(body) {
        Ok(allocations) => allocations,
        Err(oom) => panic!("{oom}"),
    }
}

/// As [`each_oom`].
///
/// ```
/// use memscope::testing::{Verdict, try_each_oom};
///
/// let oom = try_each_oom(|cx| {
///     let _ = cx.try_alloc(1_u64); // nobody looks
///     Ok::<_, ()>(())
/// });
/// assert_eq!(oom.unwrap_err().verdict(), Verdict::Swallowed);
/// ```
///
/// # Errors
/// The first verdict that is not good.
pub fn try_each_oom<R, E>(mut body: impl FnMut(MemCx<'_>) -> Result<R, E>) -> Result<usize, Oom> {
    let mut probe = Probe::new();
    if probe.run(None, &mut body).outcome != Outcome::Returned {
        return Err(Oom { verdict: Verdict::Failed, allocation: 0, allocations: 0, call: None, kept: None });
    }
    probe.recorded = true;
    let allocations = probe.calls.get_mut().len();
    for refused in (0..allocations).map(Some).chain([None]) {
        let before = Left::now();
        let run = probe.run(refused, &mut body);
        let verdict = match run.outcome {
            _ if run.differs => Verdict::Nondeterministic,
            Outcome::Panicked => Verdict::Panicked,
            Outcome::Returned if refused.is_some() => Verdict::Swallowed,
            Outcome::Failed if refused.is_none() => Verdict::Nondeterministic,
            _ if run.live != 0 || Left::now() != before => Verdict::Leak,
            _ => continue,
        };
        let call = refused.and_then(|n| probe.calls.get_mut().get(n).copied());
        let kept = newest_here(unreleased_here().saturating_sub(before.loose)).pop();
        return Err(Oom { verdict, allocation: refused.unwrap_or(allocations), allocations, call, kept });
    }
    Ok(allocations)
}

/// What [`each_oom`] thinks of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verdict {
    /// The body fails also if it is refused nothing.
    Failed,
    /// It was refused an allocation and returned `Ok`: the error was swallowed.
    Swallowed,
    /// It panicked: somewhere the form without `try_` was called.
    Panicked,
    /// It did not do what it had done in the first run, before it was refused anything.
    Nondeterministic,
    /// It left something behind: a [`Loose`](crate::Loose) that was not released, a scope that was forgotten, or a block of the
    /// heap, if the global allocator is a [`CountingAlloc`](super::CountingAlloc).
    Leak,
}

/// A body that does not take it well when it is refused memory.
#[derive(Clone, Copy, Debug)]
pub struct Oom {
    verdict: Verdict,
    allocation: usize,
    allocations: usize,
    call: Option<Call>,
    kept: Option<(&'static str, u32)>,
}

impl Oom {
    /// What is wrong.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Which allocation was refused, counted from zero; if none was, how many there are.
    #[must_use]
    pub const fn allocation(&self) -> usize {
        self.allocation
    }

    /// The layout of what was refused.
    #[must_use]
    pub fn layout(&self) -> Option<Layout> {
        self.call.map(|call| call.layout)
    }

    /// The name of the scope that was refused it.
    #[must_use]
    pub fn scope(&self) -> Option<&'static str> {
        self.call.map(|call| call.site.name())
    }

    /// The file and line of the newest [`Loose`](crate::Loose) that was left behind.
    #[must_use]
    pub const fn kept(&self) -> Option<(&'static str, u32)> {
        self.kept
    }
}

impl fmt::Display for Oom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.verdict {
            Verdict::Failed => return write!(f, "the body fails though it was refused nothing"),
            Verdict::Swallowed => "the body returned `Ok`",
            Verdict::Panicked => "the body panicked",
            Verdict::Nondeterministic => "the body did not do the same as before",
            Verdict::Leak => "the body left something behind",
        };
        match self.call {
            None => write!(f, "{what}, in a run in which it was refused nothing"),
            Some(Call { layout, site }) => {
                let (n, all, (file, line)) = (self.allocation + 1, self.allocations, site.place());
                let (size, align, scope) = (layout.size(), layout.align(), site.name());
                write!(f, "{what} when allocation {n} of {all} was refused: {size} bytes (align {align}) ")?;
                write!(f, "in scope `{scope}` ({file}:{line})")
            }
        }?;
        if let Some((file, line)) = self.kept {
            write!(f, "; a value is kept by hand at {file}:{line}")?;
        }
        Ok(())
    }
}

impl core::error::Error for Oom {}

/// One allocation.
#[derive(Clone, Copy, Debug)]
struct Call {
    layout: Layout,
    site: &'static Site,
}

impl Call {
    fn same(&self, other: &Self) -> bool {
        self.layout == other.layout && self.site.same(other.site)
    }
}

#[derive(PartialEq)]
enum Outcome {
    Returned,
    Failed,
    Panicked,
}

struct Run {
    outcome: Outcome,
    differs: bool,
    live: usize,
}

/// What a body may leave behind on its thread.
#[derive(PartialEq)]
struct Left {
    loose: usize,
    blocks: isize,
}

impl Left {
    fn now() -> Self {
        trim();
        Self { loose: unreleased_here(), blocks: heap::blocks() }
    }
}

/// Sees every object of a run; notes the calls of the first, and compares and refuses in those that follow.
struct Probe {
    source: Checked<Heap>,
    calls: RefCell<Vec<Call>>,
    recorded: bool,
    refuse: Option<usize>,
    count: Cell<usize>,
    /// Whether the last call was.
    refused: Cell<bool>,
    differs: Cell<bool>,
    live: Cell<usize>,
}

std::thread_local! {
    /// Whether the next request is one of a container for less than it was just refused.
    static AGAIN: Cell<bool> = const { Cell::new(false) };
}

/// Says so.
pub(crate) fn asks_again() {
    AGAIN.set(true);
}

const SITE: &Site = &Site::new("each_oom", file!(), line!());

impl Probe {
    fn new() -> Self {
        Self {
            source: Checked::new(Heap),
            calls: RefCell::default(),
            recorded: false,
            refuse: None,
            count: Cell::new(0),
            refused: Cell::new(false),
            differs: Cell::new(false),
            live: Cell::new(0),
        }
    }

    fn run<R, E>(&mut self, refuse: Option<usize>, body: &mut impl FnMut(MemCx<'_>) -> Result<R, E>) -> Run {
        self.refuse = refuse;
        self.count.set(0);
        self.differs.set(false);
        self.live.set(0);
        self.refused.set(false);
        let outcome = {
            let supply = Supply::new(&*self, SITE);
            // SAFETY: the locals are declared in this order, not moved and not named again.
            let region = unsafe { Region::on(&supply) };
            // SAFETY: the same.
            let end = unsafe { ScopeEnd::new(&region) };
            match catch_unwind(AssertUnwindSafe(|| body(end.cx()).is_ok())) {
                Ok(true) => Outcome::Returned,
                Ok(false) => Outcome::Failed,
                Err(_) => Outcome::Panicked,
            }
        };
        self.source.flush();
        let calls = self.calls.get_mut().len();
        let reached = refuse.map_or(self.count.get() == calls, |refuse| self.count.get() > refuse);
        Run { outcome, differs: self.differs.get() || !reached, live: self.live.get() }
    }

    /// Whether the call is granted.
    fn grants(&self, call: Call) -> bool {
        if AGAIN.replace(false) && self.refused.get() {
            return false;
        }
        let n = self.count.replace(self.count.get() + 1);
        if !self.recorded {
            self.calls.borrow_mut().push(call);
            return true;
        }
        if self.refuse.is_none_or(|refuse| n <= refuse) && !self.calls.borrow().get(n).is_some_and(|c| c.same(&call)) {
            self.differs.set(true);
        }
        self.refused.set(self.refuse == Some(n));
        !self.refused.get()
    }
}

// SAFETY: passed on.
unsafe impl Source for Probe {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        // What has no object is a header for the scope itself, which is part of its first allocation.
        if let Some(layout) = request.object_layout()
            && !self.grants(Call { layout, site: request.site() })
        {
            return None;
        }
        let block = self.source.get(request)?;
        self.live.set(self.live.get() + 1);
        Some(block)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.live.set(self.live.get() - 1);
        // SAFETY: passed on.
        unsafe { self.source.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        true
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.source.may_free(free)
    }
}
