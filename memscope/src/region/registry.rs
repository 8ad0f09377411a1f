//! The regions that are open, thread by thread.
//!
//! A region stands in the list of the thread that opened it, also when its future has moved on: then no handle is left, so
//! that it does not change any more until its end. Thus a thread may read its own list exactly. Owners, which are filled by
//! one thread after the other, are in a list of their own; so are scopes of a thread on its way out. Of these, and of
//! other threads, only the atomic numbers are read.
//!
//! Registries come from the system's allocator and are never freed, but used again: a global allocator may open
//! scopes itself.

use std::alloc::{GlobalAlloc as _, Layout, System};
use std::cell::Cell;
use std::fmt::{self, Display, Write};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

use super::{Region, Site};
use crate::stats::Stats;

/// A list of regions.
pub(super) struct Registry {
    /// The next of all registries.
    next: Cell<*const Self>,
    /// Whether a thread has it.
    taken: AtomicBool,
    open: Mutex<Open>,
}

struct Open {
    newest: *const Region,
    /// How many regions were ever entered, above a number that is the registry's own.
    ids: u64,
    thread: Option<Thread>,
}

// SAFETY: the regions are in place for as long as they are listed, and are changed under the lock or by atomic means,
// except by the thread whose registry this is.
unsafe impl Send for Open {}
// SAFETY: `next` is set before the registry is known to others.
unsafe impl Sync for Registry {}

/// Where a region stands in its registry.
pub(super) struct Links {
    registry: Cell<Option<&'static Registry>>,
    older: Cell<*const Region>,
    newer: Cell<*const Region>,
    id: Cell<u64>,
    parent: u64,
    /// On the heap: a region that was forgotten stays listed, and where it had its memory from may be gone.
    ident: Cell<String>,
}

impl Links {
    pub(super) const fn new() -> Self {
        Self {
            registry: Cell::new(None),
            older: Cell::new(ptr::null()),
            newer: Cell::new(ptr::null()),
            id: Cell::new(0),
            parent: 0,
            ident: Cell::new(String::new()),
        }
    }

    pub(super) fn inside(&mut self, parent: &Self) {
        self.parent = parent.id.get();
    }

    /// Takes the region off the list on which it is; whether it was on one.
    pub(super) fn leave(&self) -> bool {
        let Some(registry) = self.registry.take() else { return false };
        let mut open = registry.lock();
        // SAFETY: the neighbours are on the list, hence in place.
        let (older, newer) = unsafe { (self.older.get().as_ref(), self.newer.get().as_ref()) };
        match newer {
            Some(newer) => newer.record.links.older.set(self.older.get()),
            None => open.newest = self.older.get(),
        }
        if let Some(older) = older {
            older.record.links.newer.set(self.newer.get());
        }
        // The global allocator may open scopes.
        drop(open);
        drop(self.ident.take());
        true
    }
}

impl Region {
    /// Says what the scope is about, if there is memory for that.
    pub(crate) fn set_ident(&self, ident: impl Display) {
        let mut text = Text(String::new());
        if write!(text, "{ident}").is_ok() {
            let links = &self.record.links;
            // While it is listed others may look at it.
            let open = links.registry.get().map(Registry::lock);
            let old = links.ident.replace(text.0);
            drop(open);
            drop(old);
        }
    }
}

/// Text on the heap that grows while it can.
struct Text(String);

impl Write for Text {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        self.0.try_reserve(more.len()).map_err(|_| fmt::Error)?;
        self.0.push_str(more);
        Ok(())
    }
}

/// What is known of one region.
pub(crate) struct Sample {
    pub(crate) id: u64,
    pub(crate) parent: u64,
    pub(crate) site: &'static Site,
    pub(crate) stats: Stats,
    pub(crate) tree_peak: usize,
    /// How long its ident is.
    pub(crate) ident: usize,
}

/// What is known of the regions of one registry, newest first.
#[derive(Default)]
pub(crate) struct Samples {
    pub(crate) thread: Option<Thread>,
    pub(crate) regions: Vec<Sample>,
    /// One after the other, those of the `regions`.
    pub(crate) idents: String,
}

impl Registry {
    const fn new() -> Self {
        let open = Open { newest: ptr::null(), ids: 0, thread: None };
        Self { next: Cell::new(ptr::null()), taken: AtomicBool::new(true), open: Mutex::new(open) }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// # Safety
    /// As for [`Region::enter`]; if this is the registry of a thread, of the one that calls.
    #[inline]
    pub(super) unsafe fn enter(&'static self, region: &Region) {
        let links = &region.record.links;
        let mut open = self.lock();
        open.ids += 1;
        links.id.set(open.ids);
        links.registry.set(Some(self));
        links.older.set(open.newest);
        // SAFETY: regions on the list are in place.
        if let Some(older) = unsafe { open.newest.as_ref() } {
            older.record.links.newer.set(region);
        }
        open.newest = region;
    }

    /// What is known of the listed regions: exactly, if it is the registry of the calling thread.
    fn samples(&self, exact: bool) -> Samples {
        let mut samples = Samples::default();
        loop {
            let open = self.lock();
            let (mut regions, mut bytes) = (0, 0);
            open.each(|region| {
                regions += 1;
                bytes += region.ident().len();
            });
            // Nothing is allocated under the lock: the global allocator may open scopes.
            if regions <= samples.regions.capacity() && bytes <= samples.idents.capacity() {
                samples.thread.clone_from(&open.thread);
                open.each(|region| {
                    samples.regions.push(region.sample(exact));
                    samples.idents.push_str(region.ident());
                });
                return samples;
            }
            drop(open);
            samples.regions.reserve(regions);
            samples.idents.reserve(bytes);
        }
    }

    fn release(&self) {
        let thread = self.lock().thread.take();
        self.taken.store(false, Ordering::Release);
        drop(thread);
    }

    /// Gives the registry to the calling thread, if nobody has it and nothing is left in it.
    fn claim(&self) -> bool {
        let free = self.taken.compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed).is_ok();
        if free && !self.lock().newest.is_null() {
            self.taken.store(false, Ordering::Release);
            return false;
        }
        free
    }
}

impl Open {
    fn each(&self, mut f: impl FnMut(&Region)) {
        let mut at = self.newest;
        // SAFETY: regions on the list are in place. What is read of them is theirs to tell: see `Region::sample`.
        while let Some(region) = unsafe { at.as_ref() } {
            f(region);
            at = region.record.links.older.get();
        }
    }
}

impl Region {
    /// For whoever has the lock.
    fn ident(&self) -> &str {
        // SAFETY: the region is listed, so that the text changes under the lock only.
        unsafe { &*self.record.links.ident.as_ptr() }
    }

    /// Exactly only for the thread whose registry the region is in.
    fn sample(&self, exact: bool) -> Sample {
        let links = &self.record.links;
        Sample {
            id: links.id.get(),
            parent: links.parent,
            site: self.site,
            stats: if exact { self.stats() } else { self.stats_then() },
            tree_peak: self.record.tree_peak(),
            ident: self.ident().len(),
        }
    }
}

/// Regions of no thread.
pub(super) static SHARED: Registry = Registry::new();
/// Those of threads, the newest first.
static ALL: AtomicPtr<Registry> = AtomicPtr::new(ptr::null_mut());

#[derive(Clone, Copy)]
enum Here {
    /// No scope was opened yet.
    New,
    Open(&'static Registry),
    /// The thread is on its way out; or on its way to `Open`, while what that calls opens scopes.
    Closed,
}

/// Gives the registry back at thread exit.
struct Reaper;

impl Drop for Reaper {
    fn drop(&mut self) {
        if let Here::Open(registry) = HERE.replace(Here::Closed) {
            registry.release();
        }
    }
}

thread_local! {
    /// Without a destructor, so that it is readable until the thread's end.
    static HERE: Cell<Here> = const { Cell::new(Here::New) };
    static REAPER: Reaper = const { Reaper };
}

/// The registry for scopes of this thread.
#[inline]
pub(super) fn here() -> &'static Registry {
    match HERE.get() {
        Here::Open(registry) => registry,
        Here::New => open(),
        Here::Closed => &SHARED,
    }
}

#[cold]
fn open() -> &'static Registry {
    HERE.set(Here::Closed);
    let registered = REAPER.try_with(|_| ()).is_ok();
    let registry = if registered { all().find(|registry| registry.claim()).or_else(add) } else { None };
    let Some(registry) = registry else { return &SHARED };
    registry.lock().thread = Some(thread::current());
    HERE.set(Here::Open(registry));
    registry
}

/// One registry more, taken. `None` if there is no memory for it.
fn add() -> Option<&'static Registry> {
    /// Each registry counts from its own multiple of this, so that no two regions have the same number.
    const IDS: u64 = 1 << 40;
    // SAFETY: a registry is not zero-sized.
    let new = unsafe { System.alloc(const { Layout::new::<Registry>() }) }.cast::<Registry>();
    if new.is_null() {
        return None;
    }
    // SAFETY: fresh memory for a registry, which is never freed.
    let registry: &'static Registry = unsafe {
        new.write(Registry::new());
        &*new
    };
    registry.lock().ids = (all().count() as u64 + 1) * IDS;
    let mut next = ALL.load(Ordering::Relaxed);
    loop {
        registry.next.set(next);
        match ALL.compare_exchange_weak(next, new, Ordering::Release, Ordering::Relaxed) {
            Ok(_) => return Some(registry),
            Err(other) => next = other,
        }
    }
}

fn all() -> impl Iterator<Item = &'static Registry> {
    // SAFETY: null or a registry, which is never freed.
    let first = unsafe { ALL.load(Ordering::Acquire).as_ref() };
    // SAFETY: the same.
    std::iter::successors(first, |registry| unsafe { registry.next.get().as_ref() })
}

/// The scopes of the calling thread.
pub(crate) fn samples_here() -> Samples {
    match HERE.get() {
        Here::Open(registry) => registry.samples(true),
        Here::New | Here::Closed => Samples::default(),
    }
}

/// The scopes of other threads, and those of no thread.
pub(crate) fn samples_elsewhere() -> impl Iterator<Item = Samples> {
    let here = match HERE.get() {
        Here::Open(registry) => ptr::from_ref(registry),
        Here::New | Here::Closed => ptr::null(),
    };
    all().filter(move |registry| !ptr::eq(*registry, here)).chain([&SHARED]).map(|registry| registry.samples(false))
}
