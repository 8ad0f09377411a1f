//! A source that checks how its memory is used.

mod block;
mod lock;
mod report;
mod table;

use core::alloc::Layout;
use core::ptr::NonNull;

use block::{Block, State};
use lock::Lock;
use report::Reports;
pub use report::{Fault, Report};
use table::Table;

use super::{Free, Request, Source};

/// How many bytes of objects that are gone are watched, before they go back to the source below.
const WATCHED: usize = 256 * 1024;

/// Checks how the memory of another source is used: for tests of code that is `unsafe`, or calls such.
///
/// ```
/// use memscope::scope;
/// use memscope::source::{Checked, Fault, Heap};
///
/// let source = Checked::collecting(Heap);
/// {
///     scope!(row, from = &source);
///     let five = row.alloc_layout(std::alloc::Layout::new::<[u8; 5]>());
///     // SAFETY: none. The sixth byte is not ours.
///     unsafe { five.add(5).write(0) };
/// }
/// let reports = source.reports();
/// assert_eq!((reports[0].fault(), reports[0].scope()), (Fault::Behind, "row"));
/// ```
///
/// It sees every object, and gives each a block of its own, between two zones that nobody may write to.
///
/// * Fresh memory is filled with `0xCD`, and that of objects which are freed, or whose scope has ended, with `0xDD`: what reads
///   it does not find what was there.
/// * The zones are looked at when the object is freed, and when its scope ends. They reach up to the object's first and
///   last byte.
/// * Memory that is freed is given to nobody for some time: until 256 KiB more have been freed. After that it is looked at once
///   more: whoever wrote to it had a pointer that was no longer good.
/// * What is freed must be an object of this source that was not freed before.
///
/// Each [`Report`] names the [`Fault`], the object, its scope and where that was opened, and with the feature `checked` the line
/// that allocated the object. By default the first ends the process, with its text on standard error: a source cannot panic, and
/// what runs on after such a fault proves nothing. A [`collecting`](Self::collecting) source keeps the reports for a test
/// that expects them.
///
/// The feature `checked` puts one under every scope that has no source of its own. Under the sanitizer of addresses, with
/// `--cfg memscope_asan`, a *read* of the zones or of freed memory ends the process as well.
///
/// Any number of threads may use it, if they may use the source below. Adapters may stand above and below, also
/// [`First`](super::First) with this for one of its sources: what they keep beside a block is theirs. Where one that checks stands
/// above another, the upper one reports.
///
/// **Cost.** About 200 bytes an object, whose bytes are written twice and compared once; a lock. The source itself has
/// 16 KiB.
///
/// The bytes are those of Microsoft's debug heap, as debuggers know them; the waiting of freed blocks is the sanitizer's.
#[derive(Debug)]
pub struct Checked<S: Source> {
    source: S,
    table: Lock<Table>,
    /// Where reports go; without it the first ends the process.
    reports: Option<Reports>,
}

impl<S: Source> Checked<S> {
    /// Ends the process at the first fault.
    #[must_use]
    pub const fn new(source: S) -> Self {
        Self { source, table: Lock::new(Table::new()), reports: None }
    }

    /// Keeps the reports for [`reports`](Self::reports).
    #[must_use]
    pub const fn collecting(source: S) -> Self {
        Self { source, table: Lock::new(Table::new()), reports: Some(Reports::new()) }
    }

    /// What was found since the last call, the oldest first.
    ///
    /// It is complete when all scopes have ended and the source was [flushed](Self::flush).
    #[must_use]
    pub fn reports(&self) -> alloc::vec::Vec<Report> {
        self.reports.as_ref().map(Reports::take).unwrap_or_default()
    }

    /// How many objects there are that are neither freed nor ended with their scope.
    #[must_use]
    pub fn live(&self) -> usize {
        self.table.with(|table| table.live())
    }

    /// Looks at all objects that are gone once more, and gives their memory back to the source below.
    ///
    /// The end of this source does the same.
    pub fn flush(&self) {
        // Giving back may open scopes, if the global allocator does; what they leave is not waited for.
        for _ in 0..self.table.with(|table| table.watched()) {
            self.release_oldest_above(0);
        }
    }

    /// Looks at the oldest of the objects that are gone once more, and gives it back, if they are more than so many bytes.
    fn release_oldest_above(&self, bytes: usize) -> bool {
        let Some(block) = self.table.with(|table| table.oldest_above(bytes)) else { return false };
        if let Some(report) = block.damage_since_free() {
            self.report(report);
        }
        // SAFETY: off the table, so that nobody knows of the block any more.
        unsafe { block.give_back(&self.source) };
        true
    }

    /// Reports what was written to the zones of a live object, and mends them.
    fn check(&self, block: Block) {
        for report in block.damage().into_iter().flatten() {
            self.report(report);
        }
    }

    fn report(&self, report: Report) {
        match &self.reports {
            Some(reports) => reports.push(report),
            None => report.end_process(),
        }
    }
}

// SAFETY: blocks are those of the source below, less what this keeps in front of them. That stays in place when this
// moves, and nothing refers to this. Neither reporting nor the table unwinds.
unsafe impl<S: Source> Source for Checked<S> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let block = Block::get(&self.source, request)?;
        if block.is_object() {
            self.table.with(|table| table.add(block));
        }
        Some(block.bytes())
    }

    unsafe fn put(&self, block: NonNull<u8>, _: Layout) {
        // SAFETY: by contract `get` returned the block, and nobody uses it any more.
        unsafe {
            let block = Block::of(block);
            if !block.is_object() {
                return block.give_back(&self.source);
            }
            self.check(block);
            block.end();
            self.table.with(|table| table.retire(block));
        }
        while self.release_oldest_above(WATCHED) {}
    }

    fn sees_objects(&self) -> bool {
        true
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        let live = self.table.with(|table| match table.find(free.object()) {
            Some(block) if block.entry().state == State::Live => {
                block.set(|entry| entry.state = State::Freed);
                Ok(Some(block))
            }
            Some(block) => Err(block.report(Fault::FreedTwice, 0)),
            None if free.is_known_elsewhere() => Ok(None),
            None => Err(Report::foreign(free)),
        });
        match live {
            Ok(None) => None,
            Ok(Some(block)) => {
                if free.size() > block.object().1.size() {
                    self.report(block.report(Fault::WrongSize, free.size() as isize));
                }
                self.check(block);
                Some(true)
            }
            Err(report) => {
                self.report(report);
                Some(false)
            }
        }
    }
}

impl<S: Source> Drop for Checked<S> {
    fn drop(&mut self) {
        self.flush();
    }
}

/// Under every scope without a source of its own.
#[cfg(feature = "checked")]
static UNDER_ALL: Checked<super::Heap> = Checked::new(super::Heap);

#[cfg(feature = "checked")]
pub(super) const fn under_all() -> &'static dyn Source {
    &UNDER_ALL
}

/// What [`trim`](crate::trim) does without a cache.
#[cfg(all(feature = "checked", feature = "std"))]
pub(crate) fn flush_under_all() {
    UNDER_ALL.flush();
}
