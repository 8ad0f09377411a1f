//! The places at which scopes are opened, each under the place of the scope around it, with what they used.
//!
//! One tree for all threads, which only grows: by as many nodes as there are places, for each way to get there. A place inside
//! itself, however deep, is one node. Nodes come from the system's allocator and are never freed.

use std::alloc::{GlobalAlloc as _, Layout, System};
use std::ptr;
use std::sync::atomic::{
    AtomicPtr, AtomicU64,
    Ordering::{Acquire, Relaxed, Release},
};

use super::Counts;
use crate::region::Site;
use crate::stats::Spent;

/// One place, under a certain other.
pub(crate) struct Node {
    pub(super) site: &'static Site,
    parent: Option<&'static Self>,
    /// The next one on the list that this is on.
    next: *const Self,
    inner: List,
    entries: AtomicU64,
    open: AtomicU64,
    bytes: AtomicU64,
    peak: AtomicU64,
    chunks: AtomicU64,
    unused: AtomicU64,
}

// SAFETY: `next` does not change once others know the node.
unsafe impl Sync for Node {}

/// Nodes under one other, the newest first.
struct List(AtomicPtr<Node>);

/// Those of scopes without a parent, by their line: there may be many of them.
static ROOTS: [List; 64] = [const { List::new() }; 64];

impl Node {
    /// The node of a scope inside another. `None` if there is no memory for it.
    pub(crate) fn of(site: &'static Site, parent: Option<&'static Self>) -> Option<&'static Self> {
        let around = std::iter::successors(parent, |node| node.parent);
        if let Some(same) = around.into_iter().find(|node| node.site.same(site)) {
            return Some(same);
        }
        let list = parent.map_or(&ROOTS[site.place().1 as usize % ROOTS.len()], |parent| &parent.inner);
        list.get(site, parent)
    }

    pub(crate) fn enter(&self) {
        self.entries.fetch_add(1, Relaxed);
        self.open.fetch_add(1, Relaxed);
    }

    pub(crate) fn leave(&self, spent: &Spent) {
        self.open.fetch_sub(1, Relaxed);
        self.bytes.fetch_add(spent.bytes as u64, Relaxed);
        if spent.peak as u64 > self.peak.load(Relaxed) {
            self.peak.fetch_max(spent.peak as u64, Relaxed);
        }
        if spent.chunks != 0 {
            self.chunks.fetch_add(spent.chunks as u64, Relaxed);
            self.unused.fetch_add(spent.unused as u64, Relaxed);
        }
    }

    pub(super) fn counts(&self) -> Counts {
        Counts {
            entries: self.entries.load(Relaxed),
            open: self.open.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            peak: self.peak.load(Relaxed),
            chunks: self.chunks.load(Relaxed),
            unused: self.unused.load(Relaxed),
        }
    }

    /// Forgets all but what is open.
    pub(super) fn reset(&self) {
        for count in [&self.entries, &self.bytes, &self.peak, &self.chunks, &self.unused] {
            count.store(0, Relaxed);
        }
    }
}

impl List {
    const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    fn iter(&self) -> impl Iterator<Item = &'static Node> + use<> {
        // SAFETY: null or a node, which is never freed.
        let first: Option<&'static Node> = unsafe { self.0.load(Acquire).as_ref() };
        // SAFETY: the same.
        std::iter::successors(first, |node| unsafe { node.next.as_ref() })
    }

    /// The node of a place on this list, which is put there if it is not.
    fn get(&self, site: &'static Site, parent: Option<&'static Node>) -> Option<&'static Node> {
        let find = || self.iter().find(|node| node.site.same(site));
        find().or_else(|| {
            // SAFETY: a node is not zero-sized.
            let new = unsafe { System.alloc(const { Layout::new::<Node>() }) }.cast::<Node>();
            if new.is_null() {
                return None;
            }
            loop {
                let newest = self.0.load(Acquire);
                // Another thread may have been here; what it put on the list is found now, or the exchange fails.
                if let Some(node) = find() {
                    // SAFETY: allocated above with this layout, and known to nobody.
                    unsafe { System.dealloc(new.cast(), const { Layout::new::<Node>() }) };
                    return Some(node);
                }
                let zero = || AtomicU64::new(0);
                let node = Node {
                    site,
                    parent,
                    next: newest,
                    inner: Self::new(),
                    entries: zero(),
                    open: zero(),
                    bytes: zero(),
                    peak: zero(),
                    chunks: zero(),
                    unused: zero(),
                };
                // SAFETY: fresh memory for a node, which is never freed if others know it.
                unsafe { new.write(node) };
                if self.0.compare_exchange(newest, new, Release, Relaxed).is_ok() {
                    // SAFETY: written just now.
                    return Some(unsafe { &*new });
                }
            }
        })
    }
}

/// All nodes with their depth, each before those inside it.
pub(super) fn walk(mut f: impl FnMut(&'static Node, usize)) {
    let mut pending: Vec<(&'static Node, usize)> = ROOTS.iter().flat_map(List::iter).map(|node| (node, 0)).collect();
    while let Some((node, depth)) = pending.pop() {
        f(node, depth);
        pending.extend(node.inner.iter().map(|inner| (inner, depth + 1)));
    }
}
