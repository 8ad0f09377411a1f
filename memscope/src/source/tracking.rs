//! An account of what is live, and of who has it.

use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::fmt;
use core::iter;
use core::ptr::{self, NonNull};
use core::sync::atomic::{
    AtomicPtr, AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed},
};

use super::{Free, Request, Source, tag};
use crate::region::Site;

/// Counts what a source has given, in all and for each place in the program that opens scopes on it.
///
/// ```
/// use memscope::source::{Heap, Tracking};
/// use memscope::with_scope_on;
///
/// let source = Tracking::new(Heap);
/// with_scope_on(&source, |cx| {
///     cx.alloc_slice_default::<u8>(5000);
///     assert!(source.total().live >= 5000);
/// });
/// assert_eq!(source.total().live, 0);
/// for place in source.places() {
///     println!("{place}");        // with_scope_on (memscope/src/cx/mod.rs:400): 0 bytes live in 0 blocks, 8176 at most, …
///     assert!(place.usage.peak >= 5000);
/// }
/// ```
///
/// Several threads may use it, if the source allows that.
///
/// **Cost.** 16 bytes and some atomic operations for each block. A place costs a piece of the global allocator's memory when it first
/// asks, and is looked for in a list of all; if that memory cannot be had, the request is refused.
#[derive(Debug)]
pub struct Tracking<S> {
    source: S,
    total: Account,
    /// The newest of the nodes, which are linked for good until this is dropped.
    places: AtomicPtr<Node>,
}

/// What was given, in bytes and in blocks, with what scopes keep in them for themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Bytes given and not yet given back.
    pub live: usize,
    /// The most that `live` ever was.
    pub peak: usize,
    /// Blocks given and not yet given back.
    pub blocks: usize,
    /// Blocks that were ever given.
    pub requests: usize,
}

/// A place in the program that opens scopes, and what they were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The name of the scope.
    pub scope: &'static str,
    /// The file where it is opened.
    pub file: &'static str,
    /// The line in that file.
    pub line: u32,
    /// What all scopes of this place together were given.
    pub usage: Usage,
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { live, peak, blocks, requests } = self;
        write!(f, "{live} bytes live in {blocks} blocks, {peak} at most, {requests} requests")
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}:{}): {}", self.scope, self.file, self.line, self.usage)
    }
}

/// [`Usage`] that is still changing.
#[derive(Debug, Default)]
struct Account {
    live: AtomicUsize,
    peak: AtomicUsize,
    blocks: AtomicUsize,
    requests: AtomicUsize,
}

impl Account {
    fn add(&self, bytes: usize) {
        let live = self.live.fetch_add(bytes, Relaxed) + bytes;
        self.peak.fetch_max(live, Relaxed);
        self.blocks.fetch_add(1, Relaxed);
        self.requests.fetch_add(1, Relaxed);
    }

    fn remove(&self, bytes: usize) {
        self.live.fetch_sub(bytes, Relaxed);
        self.blocks.fetch_sub(1, Relaxed);
    }

    fn usage(&self) -> Usage {
        Usage {
            live: self.live.load(Relaxed),
            peak: self.peak.load(Relaxed),
            blocks: self.blocks.load(Relaxed),
            requests: self.requests.load(Relaxed),
        }
    }
}

struct Node {
    site: &'static Site,
    account: Account,
    next: *mut Node,
}

/// What stands in front of a block: the size that was asked for, and by whom.
#[derive(Clone, Copy)]
struct Tag {
    node: NonNull<Node>,
    size: usize,
}

impl<S> Tracking<S> {
    /// An empty account.
    #[must_use]
    pub fn new(source: S) -> Self {
        Self { source, total: Account::default(), places: AtomicPtr::new(ptr::null_mut()) }
    }

    /// What was given in all.
    #[must_use]
    pub fn total(&self) -> Usage {
        self.total.usage()
    }

    /// What was given to each place, the newest place first.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        self.nodes().map(|node| {
            let (file, line) = node.site.place();
            Place { scope: node.site.name(), file, line, usage: node.account.usage() }
        })
    }

    fn nodes(&self) -> impl Iterator<Item = &Node> {
        // SAFETY: a node is complete before it is linked, stays until `self` is dropped, and only its atomics change.
        let node = |at: *mut Node| unsafe { at.as_ref() };
        iter::successors(node(self.places.load(Acquire)), move |before| node(before.next))
    }

    /// The node of a place, which is made if this is the first request from there.
    fn node(&self, site: &'static Site) -> Option<NonNull<Node>> {
        let mut made: Option<NonNull<Node>> = None;
        loop {
            let newest = self.places.load(Acquire);
            if let Some(node) = self.nodes().find(|node| node.site.same(site)) {
                if let Some(made) = made {
                    // SAFETY: allocated below, and not linked.
                    unsafe { dealloc(made.as_ptr().cast(), Layout::new::<Node>()) };
                }
                return Some(NonNull::from(node));
            }
            let node = match made {
                Some(node) => node,
                // SAFETY: a node is not of size zero.
                None => NonNull::new(unsafe { alloc(Layout::new::<Node>()) })?.cast(),
            };
            // SAFETY: memory for a node, which nobody else knows.
            unsafe { node.write(Node { site, account: Account::default(), next: newest }) };
            if self.places.compare_exchange(newest, node.as_ptr(), AcqRel, Relaxed).is_ok() {
                return Some(node);
            }
            made = Some(node);
        }
    }
}

impl<S> Drop for Tracking<S> {
    fn drop(&mut self) {
        let mut node = *self.places.get_mut();
        while !node.is_null() {
            // SAFETY: allocated in `node`, linked once, and in nobody's use: no scope is open that could give a block back.
            unsafe {
                let next = (*node).next;
                dealloc(node.cast(), Layout::new::<Node>());
                node = next;
            }
        }
    }
}

// SAFETY: passed on, with a tag in front.
unsafe impl<S: Source> Source for Tracking<S> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = request.layout().size();
        let node = self.node(request.site())?;
        let block = tag::get(&self.source, request, Tag { node, size })?;
        // SAFETY: nodes stay until `self` is dropped.
        unsafe { node.as_ref() }.account.add(size);
        self.total.add(size);
        Some(block)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: `get` wrote the tag; its node stays until `self` is dropped.
        unsafe {
            let Tag { node, size } = tag::read(block);
            node.as_ref().account.remove(size);
            self.total.remove(size);
            tag::put(&self.source, block, layout);
        }
    }

    fn sees_objects(&self) -> bool {
        self.source.sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.source.may_free(free)
    }
}
