//! What a check has found.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::alloc::Layout;
use core::fmt;
use core::ptr::{self, NonNull};
use core::sync::atomic::{
    AtomicPtr,
    Ordering::{AcqRel, Relaxed},
};

use crate::source::{Free, Request};

/// One misuse of memory that a [`Checked`](super::Checked) source has seen.
///
/// Its text says it all; the functions are for tests.
#[derive(Clone, Copy, Debug)]
pub struct Report {
    fault: Fault,
    scope: &'static str,
    place: (&'static str, u32),
    caller: Option<(&'static str, u32)>,
    object: NonNull<u8>,
    layout: Layout,
    at: isize,
}

// SAFETY: the pointer is only compared and printed.
unsafe impl Send for Report {}
// SAFETY: the same.
unsafe impl Sync for Report {}

/// What was done to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Bytes in front of it were written to.
    Before,
    /// Bytes behind it were written to.
    Behind,
    /// It was written to after it had been freed.
    AfterFree,
    /// It was written to after its scope had ended.
    AfterEnd,
    /// It was freed, and then freed again.
    FreedTwice,
    /// What was freed starts where no object of the source does.
    Foreign,
    /// It was freed as if it had more bytes than were asked for.
    WrongSize,
}

impl Report {
    pub(super) fn new(fault: Fault, request: &Request, object: NonNull<u8>, layout: Layout, at: isize) -> Self {
        let (scope, place, caller) = (request.scope(), request.place(), request.caller());
        Self { fault, scope, place, caller, object, layout, at }
    }

    pub(super) fn foreign(free: &Free) -> Self {
        // SAFETY: the alignment is one, and no owner has more than `isize::MAX` bytes; if one says so, its size is not told.
        let layout = Layout::from_size_align(free.size(), 1).unwrap_or(Layout::new::<()>());
        let (scope, place, caller) = (free.scope(), free.place(), None);
        Self { fault: Fault::Foreign, scope, place, caller, object: free.object(), layout, at: 0 }
    }

    /// What happened.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        self.fault
    }

    /// The name of the scope that has, or had, the object; for [`Fault::Foreign`], of the one that freed it.
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        self.scope
    }

    /// The file and line where that scope was opened.
    #[must_use]
    pub const fn place(&self) -> (&'static str, u32) {
        self.place
    }

    /// The file and line where the object was allocated: see [`Request::caller`].
    #[must_use]
    pub const fn caller(&self) -> Option<(&'static str, u32)> {
        self.caller
    }

    /// Where the object starts, as an address.
    #[must_use]
    pub fn object(&self) -> usize {
        self.object.addr().get()
    }

    /// The object's size and alignment, in bytes; for [`Fault::Foreign`] the size is what its owner said.
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// Of writes, the offset in bytes from the object's start to the byte that is nearest to the object.
    #[must_use]
    pub const fn at(&self) -> isize {
        self.at
    }

    /// Writes the text to standard error, past the capture of tests, whose output a process that is ended loses.
    #[cfg(feature = "std")]
    #[cold]
    pub(super) fn end_process(self) -> ! {
        use std::io::Write;
        // There is nobody to tell if that fails.
        let _ = writeln!(std::io::stderr(), "memscope: {self}");
        std::process::abort()
    }

    /// Panics with the text, and once more on the way out, which ends the process.
    #[cfg(not(feature = "std"))]
    #[cold]
    pub(super) fn end_process(self) -> ! {
        struct Twice;
        impl Drop for Twice {
            fn drop(&mut self) {
                panic!("a source must not unwind");
            }
        }
        let _twice = Twice;
        panic!("memscope: {self}")
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { scope, place: (file, line), object, layout, at, .. } = self;
        let (size, align) = (layout.size(), layout.align());
        write!(f, "scope `{scope}` ({file}:{line}): ")?;
        if self.fault == Fault::Foreign {
            return write!(f, "{size} bytes at {object:p} are freed, where no object of its source starts");
        }
        write!(f, "the object of {size} bytes (align {align}) at {object:p}")?;
        if let Some((file, line)) = self.caller {
            write!(f, ", allocated at {file}:{line},")?;
        }
        write!(f, " was ")?;
        match self.fault {
            Fault::Before => write!(f, "written to {} bytes in front of its start", -at),
            Fault::Behind => write!(f, "written to {} bytes behind its end", at - size as isize),
            Fault::AfterFree => write!(f, "written to at byte {at} after it had been freed"),
            Fault::AfterEnd => write!(f, "written to at byte {at} after its scope had ended"),
            Fault::FreedTwice => write!(f, "freed twice"),
            Fault::WrongSize | Fault::Foreign => write!(f, "freed as if it had {at} bytes"),
        }
    }
}

/// A list to which any thread may add.
#[derive(Debug)]
pub(super) struct Reports(AtomicPtr<Node>);

#[derive(Debug)]
struct Node {
    report: Report,
    older: *mut Node,
}

impl Reports {
    pub(super) const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    pub(super) fn push(&self, report: Report) {
        let node = Box::into_raw(Box::new(Node { report, older: self.0.load(Relaxed) }));
        // SAFETY: the node is ours until the exchange succeeds.
        while let Err(newest) = self.0.compare_exchange(unsafe { (*node).older }, node, AcqRel, Relaxed) {
            // SAFETY: the same.
            unsafe { (*node).older = newest };
        }
    }

    /// All of them, the oldest first.
    pub(super) fn take(&self) -> Vec<Report> {
        let mut reports = Vec::new();
        let mut node = self.0.swap(ptr::null_mut(), AcqRel);
        while !node.is_null() {
            // SAFETY: `push` made it of a box; the list is ours alone since the swap.
            let Node { report, older } = *unsafe { Box::from_raw(node) };
            reports.push(report);
            node = older;
        }
        reports.reverse();
        reports
    }
}

impl Drop for Reports {
    fn drop(&mut self) {
        drop(self.take());
    }
}
