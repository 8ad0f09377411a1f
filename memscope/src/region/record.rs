//! What a region remembers for those who ask how much memory it has. Without the feature `stats` that is nothing, and
//! every call of this file is empty.
//!
//! The fast path knows nothing of it: what a window has given is its length, when the region moved to it, less what is left.
//! So the numbers change on the slow path, and before something is given back, when use may be at its peak.

pub(super) use imp::{Gain, Record};

#[cfg(not(feature = "stats"))]
mod imp {
    use crate::region::{Lent, Region};

    pub(in crate::region) struct Record;

    impl Record {
        #[inline(always)]
        pub(in crate::region) const fn new(_window: usize) -> Self {
            Self
        }
    }

    #[derive(Clone, Copy)]
    pub(in crate::region) struct Gain;

    impl Gain {
        pub(in crate::region) const NONE: Self = Self;

        #[inline(always)]
        pub(in crate::region) const fn window(_chunk: usize, _len: usize) -> Self {
            Self
        }

        #[inline(always)]
        pub(in crate::region) const fn beside(_chunk: usize, _used: usize) -> Self {
            Self
        }

        #[inline(always)]
        pub(in crate::region) const fn object(_chunk: usize, _used: usize, _head: usize) -> Self {
            Self
        }
    }

    pub(in crate::region) struct Before;

    impl Region {
        #[inline(always)]
        pub(in crate::region) fn inside(self, _parent: &Self) -> Self {
            self
        }

        #[inline(always)]
        pub(in crate::region) fn began(&self, _chunk: usize) {}

        /// # Safety
        /// None is needed here; see the other one.
        #[inline(always)]
        pub(crate) unsafe fn enter(&self) {}

        /// # Safety
        /// None is needed here; see the other one.
        #[inline(always)]
        pub(crate) unsafe fn enter_owned(&self) {}

        #[inline(always)]
        pub(crate) fn leave(&self) {}

        #[inline(always)]
        pub(in crate::region) fn ends(&self) {}

        #[inline(always)]
        pub(in crate::region) fn settled(&self, _gain: Gain) {}

        #[inline(always)]
        pub(in crate::region) fn is_cut(&self, _by: usize) {}

        #[inline(always)]
        pub(in crate::region) fn peaks(&self) {}

        #[inline(always)]
        pub(in crate::region) fn falls(&self, _by: usize) {}

        #[inline(always)]
        pub(in crate::region) fn gave_back(&self, _used: usize, _chunk: usize) {}

        #[inline(always)]
        pub(in crate::region) fn before(&self) -> Before {
            Before
        }

        #[inline(always)]
        pub(in crate::region) fn takes_over(&self, _other: &Self, _lent: &Lent<'_>, _before: Before) {}
    }
}

#[cfg(feature = "stats")]
mod imp {
    use core::cell::Cell;
    use core::marker::PhantomPinned;
    use core::ptr;
    use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    #[cfg(feature = "profile")]
    use crate::profile::Node;
    use crate::region::registry::{Links, SHARED, here};
    use crate::region::{Lent, Region};
    use crate::stats::{Spent, Stats};
    #[cfg(feature = "tracing")]
    use crate::trace;

    /// Numbers are in bytes. One thread at a time writes them, the one that has the handle. Others may read those that are
    /// atomic.
    pub(in crate::region) struct Record {
        /// What was taken elsewhere than from the window at hand. It wraps: what is given back may be of the window.
        behind: AtomicUsize,
        /// The length of the window when the region moved to it.
        window: AtomicUsize,
        /// Of the region's chunks.
        reserved: AtomicUsize,
        chunks: AtomicUsize,
        /// How many of the chunks are those of an object, if the source sees each. To ask it later would not do: where the
        /// region was forgotten, the source may be gone.
        objects: Cell<Option<usize>>,
        /// The most that was used, as of the last time that it fell.
        peak: AtomicUsize,
        /// Of the chunks of this region and of those inside it, and the most that it was.
        tree: AtomicUsize,
        tree_peak: AtomicUsize,
        /// What was given back, less what was taken over: neither is used.
        given_back: Cell<usize>,
        /// How many chunks there were in all.
        requests: Cell<usize>,
        /// Whether the window is not of a chunk of this region, and what was used of such windows before.
        is_borrowed: Cell<bool>,
        borrowed: Cell<usize>,
        /// Null if there is none.
        parent: *const Region,
        #[cfg(feature = "profile")]
        place: Cell<Option<&'static Node>>,
        pub(in crate::region) links: Links,
        /// Other threads look at the links while this one ends.
        _pinned: PhantomPinned,
    }

    fn add(number: &AtomicUsize, more: usize) -> usize {
        let sum = number.load(Relaxed).wrapping_add(more);
        number.store(sum, Relaxed);
        sum
    }

    fn raise(number: &AtomicUsize, to: usize) {
        number.store(number.load(Relaxed).max(to), Relaxed);
    }

    impl Record {
        #[inline]
        pub(in crate::region) fn new(window: usize) -> Self {
            let zero = || AtomicUsize::new(0);
            Self {
                behind: zero(),
                window: AtomicUsize::new(window),
                reserved: zero(),
                chunks: zero(),
                objects: Cell::new(None),
                peak: zero(),
                tree: zero(),
                tree_peak: zero(),
                given_back: Cell::new(0),
                requests: Cell::new(0),
                is_borrowed: Cell::new(true),
                borrowed: Cell::new(0),
                parent: ptr::null(),
                #[cfg(feature = "profile")]
                place: Cell::new(None),
                links: Links::new(),
                _pinned: PhantomPinned,
            }
        }

        /// What the scope and those in it have reserved at most.
        pub(in crate::region) fn tree_peak(&self) -> usize {
            self.tree_peak.load(Relaxed)
        }
    }

    /// What a request on the slow path brought.
    #[derive(Clone, Copy)]
    pub(in crate::region) struct Gain {
        chunks: usize,
        /// How many of the new chunks are those of an object.
        objects: usize,
        /// The size of the new chunks.
        reserved: usize,
        /// What was taken beside the window.
        beside: usize,
        /// The length of a new window.
        window: Option<usize>,
    }

    impl Gain {
        pub(in crate::region) const NONE: Self = Self::beside(0, 0);

        /// A chunk, and a window in it.
        pub(in crate::region) const fn window(chunk: usize, len: usize) -> Self {
            Self { chunks: 1, objects: 0, reserved: chunk, beside: 0, window: Some(len) }
        }

        /// Memory beside the window, in a new chunk unless its size is zero.
        pub(in crate::region) const fn beside(chunk: usize, used: usize) -> Self {
            Self { chunks: (chunk != 0) as usize, objects: 0, reserved: chunk, beside: used, window: None }
        }

        /// An object in a chunk of its own, and the head of such chunks, unless its size is zero.
        pub(in crate::region) const fn object(chunk: usize, used: usize, head: usize) -> Self {
            Self { chunks: 1 + (head != 0) as usize, objects: 1, reserved: chunk + head, beside: used, window: None }
        }
    }

    /// What a region has before it takes over what another has.
    pub(in crate::region) struct Before {
        used: usize,
        borrowed: usize,
    }

    impl Region {
        pub(in crate::region) fn inside(mut self, parent: &Self) -> Self {
            self.record.parent = parent;
            self.record.links.inside(&parent.record.links);
            self
        }

        /// The region begins with a chunk of its own, whose rest is its window.
        pub(in crate::region) fn began(&self, chunk: usize) {
            self.record.window.store(self.window_left(), Relaxed);
            self.record.is_borrowed.set(false);
            self.has_chunks(1, chunk);
        }

        /// Makes the region known as one of this thread.
        ///
        /// # Safety
        /// The region stays in place until [`leave`](Self::leave) is called or it is dropped; or for ever, if neither
        /// happens. No handle of it is used on another thread.
        pub(crate) unsafe fn enter(&self) {
            // SAFETY: by contract.
            unsafe { here().enter(self) };
            self.entered();
        }

        /// Makes the region known as one that belongs to no thread.
        ///
        /// # Safety
        /// As for [`enter`](Self::enter), but that handles may be used by one thread after the other.
        pub(crate) unsafe fn enter_owned(&self) {
            // SAFETY: by contract.
            unsafe { SHARED.enter(self) };
            self.entered();
        }

        /// Asks what can only be asked while the source is there, and tells those who follow scopes.
        fn entered(&self) {
            self.record.objects.set(self.sees_objects().then_some(0));
            #[cfg(feature = "tracing")]
            trace::opened(self.site);
            #[cfg(feature = "profile")]
            {
                // SAFETY: the parent is open: see `for_parents`.
                let parent = unsafe { self.record.parent.as_ref() }.and_then(|parent| parent.record.place.get());
                let place = Node::of(self.site, parent);
                self.record.place.set(place);
                if let Some(place) = place {
                    place.enter();
                }
            }
        }

        /// Nobody else will look at the region from now on: it may be moved.
        pub(crate) fn leave(&self) {
            if self.record.links.leave() {
                self.left(&self.spent());
            }
        }

        /// Tells those who follow scopes.
        fn left(&self, _spent: &Spent) {
            #[cfg(feature = "profile")]
            if let Some(place) = self.record.place.get() {
                place.leave(_spent);
            }
            #[cfg(feature = "tracing")]
            trace::closed(self.site, _spent);
        }

        /// What the scope has used so far.
        fn spent(&self) -> Spent {
            let Record { reserved, peak, given_back, requests, .. } = &self.record;
            let (used, reserved) = (self.used(), reserved.load(Relaxed));
            Spent {
                bytes: used.wrapping_add(given_back.get()),
                peak: peak.load(Relaxed).max(used),
                chunks: requests.get(),
                unused: if reserved == 0 { 0 } else { reserved.saturating_sub(used.saturating_sub(self.borrowed())) },
            }
        }

        /// How much was used of windows that are not of the region's own chunks.
        fn borrowed(&self) -> usize {
            let Record { window, is_borrowed, borrowed, .. } = &self.record;
            let more = if is_borrowed.get() { window.load(Relaxed).wrapping_sub(self.window_left()) } else { 0 };
            borrowed.get().wrapping_add(more)
        }

        /// The region is about to give its chunks back.
        pub(in crate::region) fn ends(&self) {
            self.leave();
            let reserved = self.record.reserved.load(Relaxed);
            if reserved != 0 {
                self.for_parents(|record| {
                    add(&record.tree, reserved.wrapping_neg());
                });
            }
        }

        /// Applies what the slow path brought. The window is still the old one.
        pub(in crate::region) fn settled(&self, gain: Gain) {
            let Record { behind, window, .. } = &self.record;
            if let Some(len) = gain.window {
                self.record.borrowed.set(self.borrowed());
                self.record.is_borrowed.set(false);
                add(behind, window.load(Relaxed).wrapping_sub(self.window_left()));
                window.store(len, Relaxed);
            }
            add(behind, gain.beside);
            self.record.objects.update(|objects| objects.map(|number| number + gain.objects));
            if gain.chunks != 0 {
                self.has_chunks(gain.chunks, gain.reserved);
            }
        }

        fn has_chunks(&self, number: usize, size: usize) {
            add(&self.record.reserved, size);
            add(&self.record.chunks, number);
            self.record.requests.update(|requests| requests + number);
            let grow = |record: &Record| raise(&record.tree_peak, add(&record.tree, size));
            grow(&self.record);
            self.for_parents(grow);
        }

        /// For the regions around this one, innermost first.
        fn for_parents(&self, mut f: impl FnMut(&Record)) {
            let mut at = self.record.parent;
            // SAFETY: a parent is open for as long as a region inside it has a handle or is dropped, since the `Lent` beside
            // that holds a handle of the parent.
            while let Some(parent) = unsafe { at.as_ref() } {
                f(&parent.record);
                at = parent.record.parent;
            }
        }

        /// The window, which may be lent, is about to lose so many bytes that nobody has used.
        pub(in crate::region) fn is_cut(&self, by: usize) {
            add(&self.record.window, by.wrapping_neg());
        }

        /// A block of the window is about to get shorter. What it had too much does not count as given back.
        pub(in crate::region) fn peaks(&self) {
            raise(&self.record.peak, self.used());
        }

        /// A block of so many bytes of the window is about to be given back.
        pub(in crate::region) fn falls(&self, by: usize) {
            self.peaks();
            self.record.given_back.update(|bytes| bytes.wrapping_add(by));
        }

        /// So many bytes, which may be of any window, are given back, and perhaps with them the chunk of an object.
        pub(in crate::region) fn gave_back(&self, used: usize, chunk: usize) {
            self.falls(used);
            add(&self.record.behind, used.wrapping_neg());
            if chunk != 0 {
                let shrink = |number: &AtomicUsize| add(number, chunk.wrapping_neg());
                shrink(&self.record.reserved);
                shrink(&self.record.tree);
                self.for_parents(|record| {
                    shrink(&record.tree);
                });
                add(&self.record.chunks, 1_usize.wrapping_neg());
                self.record.objects.update(|objects| objects.map(|number| number - 1));
            }
        }

        /// Bytes that the region has given and not got back.
        fn used(&self) -> usize {
            let Record { behind, window, .. } = &self.record;
            behind.load(Relaxed).wrapping_add(window.load(Relaxed)).wrapping_sub(self.window_left())
        }

        pub(in crate::region) fn before(&self) -> Before {
            Before { used: self.used(), borrowed: self.borrowed() }
        }

        /// What was the other region's, which began in `lent`, is this one's. The window is the new one.
        pub(in crate::region) fn takes_over(&self, other: &Self, lent: &Lent<'_>, before: Before) {
            let (own, others) = (&self.record, &other.record);
            // What was used of a chunk of this region is not borrowed any more.
            let borrowed = if lent.is_of_chunk() { 0 } else { other.borrowed() };
            own.borrowed.set(before.borrowed.wrapping_add(borrowed));
            if (self.cur.get(), self.bottom()) == (other.cur.get(), other.bottom()) {
                own.is_borrowed.set(own.is_borrowed.get() && others.is_borrowed.get());
            }
            own.window.store(self.window_left(), Relaxed);
            own.behind.store(before.used.wrapping_add(other.used()), Relaxed);
            own.given_back.update(|bytes| bytes.wrapping_sub(other.used()));
            own.objects.set(own.objects.get().zip(others.objects.get()).map(|(own, others)| own + others));
            // The other one still ends, with nothing. Those around this one have counted its chunks all along.
            add(&own.reserved, others.reserved.swap(0, Relaxed));
            add(&own.chunks, others.chunks.swap(0, Relaxed));
        }

        /// Exact numbers, for the thread that has the handle.
        pub(crate) fn stats(&self) -> Stats {
            let record = &self.record;
            let (used, chunks) = (self.used(), record.chunks.load(Relaxed));
            Stats {
                used,
                free: if self.has_window() { self.window_left() } else { 0 },
                reserved: record.reserved.load(Relaxed),
                peak: record.peak.load(Relaxed).max(used),
                chunks,
                objects: record.objects.get(),
                limit: self.terms.limit(),
            }
        }

        /// The numbers as of the last time that the region got a chunk, for any thread.
        pub(in crate::region) fn stats_then(&self) -> Stats {
            let Record { behind, window, reserved, chunks, peak, .. } = &self.record;
            let used = usize::try_from(behind.load(Relaxed) as isize).unwrap_or(0);
            let chunks = chunks.load(Relaxed);
            Stats {
                used,
                // A window that is borrowed is the parent's.
                free: if chunks == 0 { 0 } else { window.load(Relaxed) },
                reserved: reserved.load(Relaxed),
                peak: peak.load(Relaxed).max(used),
                chunks,
                objects: None,
                limit: None,
            }
        }
    }
}
