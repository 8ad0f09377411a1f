//! A log of every call.

use core::alloc::Layout;
use core::fmt;
use core::ptr::NonNull;

use super::{Free, Request, Source, never_unwinds};

/// Tells a closure what is asked of a source, and what comes of it.
///
/// ```
/// use memscope::source::{Heap, Logging};
/// use memscope::with_scope_on;
/// use std::{cell::RefCell, fmt::Write};
///
/// let log = RefCell::new(String::new());
/// let source = Logging::new(Heap, |event| writeln!(log.borrow_mut(), "{event}").unwrap());
/// with_scope_on(&source, |cx| *cx.alloc(7));
///
/// let log = log.borrow();
/// assert!(log.starts_with("scope `with_scope_on`"));
/// assert_eq!(log.lines().count(), 2);         // a chunk, and its return
/// ```
///
/// The closure may open scopes, also on the same source. A panic in it ends the process: no source may unwind.
#[derive(Clone, Copy, Debug)]
pub struct Logging<S, F> {
    source: S,
    log: F,
}

impl<S, F: Fn(Event)> Logging<S, F> {
    /// Calls `log` after each call of `source`.
    #[must_use]
    pub const fn new(source: S, log: F) -> Self {
        Self { source, log }
    }

    fn log(&self, event: Event) {
        never_unwinds(|| (self.log)(event));
    }
}

/// What has happened. Addresses and lengths in bytes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event {
    /// A block was given.
    Given {
        /// What was asked for, and by whom.
        request: Request,
        /// The block's address.
        at: usize,
        /// Its length.
        len: usize,
    },
    /// A request was refused.
    Refused {
        /// What was asked for, and by whom.
        request: Request,
    },
    /// A block has come back.
    TakenBack {
        /// The block's address.
        at: usize,
        /// Its length.
        len: usize,
    },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let asks = |request: &Request| (request.scope(), request.place(), request.layout().size());
        match self {
            Self::Given { request, at, len } => {
                let (scope, (file, line), size) = asks(request);
                write!(f, "scope `{scope}` ({file}:{line}) asks for {size} bytes, gets {len} at {at:#x}")
            }
            Self::Refused { request } => {
                let (scope, (file, line), size) = asks(request);
                write!(f, "scope `{scope}` ({file}:{line}) asks for {size} bytes, gets none")
            }
            Self::TakenBack { at, len } => write!(f, "{len} bytes come back from {at:#x}"),
        }
    }
}

// SAFETY: passed on; the closure is told of addresses only, and cannot unwind.
unsafe impl<S: Source, F: Fn(Event)> Source for Logging<S, F> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let block = self.source.get(request);
        self.log(match block {
            Some(block) => Event::Given { request, at: block.addr().get(), len: block.len() },
            None => Event::Refused { request },
        });
        block
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { self.source.put(block, layout) };
        self.log(Event::TakenBack { at: block.addr().get(), len: layout.size() });
    }

    fn sees_objects(&self) -> bool {
        self.source.sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.source.may_free(free)
    }
}
