//! The regions that the threads of a parallel region fill, each of them by one thread at a time.

use std::iter;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, MaybeUninit, forget};
use std::ptr::NonNull;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::sync::atomic::{AtomicBool, AtomicPtr};

use generativity::Id;

use crate::cx::MemCx;
use crate::error::AllocError;
use crate::region::{Entry, Left, Region, Stock, Supply};
use crate::source::Limited;

/// All of them, and what they may hold together. They end when this is dropped, which is before the scope does, or with it.
pub(super) struct Crew<'cx>(NonNull<Shared>, PhantomData<&'cx ()>);

/// Room for a crew in its scope.
pub(super) struct Claim<'cx>(MemCx<'cx>, NonNull<Entry<Crew<'cx>>>);

/// What the regions refer to, in a place of its own.
struct Shared {
    own: Limited<Stock>,
    /// Of the crew around this one.
    outer: Option<&'static Limited<Stock>>,
    left: Left,
    /// Each knows the one before.
    newest: AtomicPtr<Worker>,
}

struct Worker {
    supply: Supply<'static, Limited<Stock>>,
    region: ManuallyDrop<Region>,
    taken: AtomicBool,
    older: *mut Worker,
}

// SAFETY: seats are taken and left by atomic means, and who has one has its region to himself.
unsafe impl Sync for Crew<'_> {}

/// The right to fill a region: a piece of work has it until it ends.
pub(super) struct Seat<'c>(&'c Worker);

impl<'cx> Crew<'cx> {
    /// A crew that may hold what is left to the scope.
    pub(super) fn of(cx: MemCx<'cx>) -> Self {
        let scope = cx.region();
        let unlimited = Left { bytes: usize::MAX, limit: usize::MAX, site: scope.site() };
        let left = scope.at_most().unwrap_or(unlimited);
        // SAFETY: the crew ends before the scope, or with it.
        let outer = unsafe { scope.pool() };
        let stock = if outer.is_none() { Stock::of_thread() } else { Stock::empty() };
        let shared = Shared { own: Limited::new(stock, left.bytes), outer, left, newest: AtomicPtr::default() };
        // SAFETY: a box is not null.
        Self(unsafe { NonNull::new_unchecked(Box::into_raw(Box::new(shared))) }, PhantomData)
    }

    /// Charges the scope for the regions, and finds room for what will end them.
    ///
    /// # Safety
    /// Nobody has a seat, nor will anybody take one.
    pub(super) unsafe fn claim(&self, cx: MemCx<'cx>) -> Result<Claim<'cx>, AllocError> {
        let room = cx.region().room_at_exit()?;
        cx.region().charge_foreign(self.workers().map(|worker| worker.region.bytes()).sum())?;
        Ok(Claim(cx, room))
    }

    /// Gives the regions to the scope, which ends them.
    pub(super) fn settle(self, Claim(cx, room): Claim<'cx>) {
        self.shared().own.source().close();
        // SAFETY: the room is fresh. At the end of the scope `'cx` is over; what is left then is memory, and what is `Send`
        // because it was adopted.
        unsafe { cx.region().drop_at_exit(room, self) };
    }

    fn shared(&self) -> &Shared {
        // SAFETY: it stays in place until the crew is dropped, and is only reached through shared references.
        unsafe { self.0.as_ref() }
    }

    fn workers(&self) -> impl Iterator<Item = &Worker> {
        let newest = self.shared().newest.load(Acquire);
        // SAFETY: null or a worker, which stays until the crew is dropped, and is only reached through shared references.
        iter::successors(unsafe { newest.as_ref() }, |worker| unsafe { worker.older.as_ref() })
    }

    /// A region that nobody else has meanwhile.
    pub(super) fn seat(&self) -> Seat<'_> {
        Seat(self.workers().find(|worker| !worker.taken.swap(true, Acquire)).unwrap_or_else(|| self.hire()))
    }

    /// One region more, taken.
    fn hire(&self) -> &Worker {
        let shared = self.shared();
        let worker = Box::into_raw(Box::<Worker>::new_uninit()).cast::<Worker>();
        // SAFETY: fresh memory for a worker, which is complete when others get to know it. Its region is opened on a supply
        // that stands in place until that has ended, and the supply on a source that does so too: see `Rest`. One thread
        // after the other uses the region's handles.
        unsafe {
            let pool = shared.outer.unwrap_or(NonNull::from(&shared.own).as_ref());
            (&raw mut (*worker).supply).write(Supply::of_pool(pool, shared.left));
            (&raw mut (*worker).region).write(ManuallyDrop::new(Region::on(&(*worker).supply)));
            (&raw mut (*worker).taken).write(AtomicBool::new(true));
            (*worker).region.enter_owned();
            let mut older = shared.newest.load(Relaxed);
            loop {
                (&raw mut (*worker).older).write(older);
                match shared.newest.compare_exchange_weak(older, worker, Release, Relaxed) {
                    Ok(_) => return &*worker,
                    Err(other) => older = other,
                }
            }
        }
    }
}

impl Seat<'_> {
    /// The handle of the region.
    ///
    /// # Safety
    /// `'m` is a brand that nothing else has, and over before the seat is used again.
    pub(super) unsafe fn cx<'m>(&mut self) -> MemCx<'m> {
        // SAFETY: by contract; the region stays in place.
        unsafe { MemCx::new(NonNull::from(&*self.0.region), Id::new()) }
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        self.0.taken.store(false, Release);
    }
}

impl Drop for Crew<'_> {
    fn drop(&mut self) {
        let worker = self.shared().newest.load(Acquire);
        drop(Rest { worker, shared: self.0 });
    }
}

/// The workers that are left, newest first. If a destructor panics, the others run all the same.
struct Rest {
    worker: *mut Worker,
    shared: NonNull<Shared>,
}

impl Drop for Rest {
    fn drop(&mut self) {
        /// Frees a worker's place.
        struct Place(*mut Worker);
        impl Drop for Place {
            fn drop(&mut self) {
                // SAFETY: `hire` made the box; its region has ended.
                drop(unsafe { Box::from_raw(self.0.cast::<MaybeUninit<Worker>>()) });
            }
        }
        while !self.worker.is_null() {
            let place = Place(self.worker);
            // SAFETY: a worker of the list, which is taken off it; nobody has its seat.
            unsafe {
                self.worker = (*place.0).older;
                let rest = Self { worker: self.worker, shared: self.shared };
                ManuallyDrop::drop(&mut (*place.0).region);
                forget(rest);
            }
        }
        // SAFETY: `Crew::of` made the box, to which no region refers any more.
        drop(unsafe { Box::from_raw(self.shared.as_ptr()) });
    }
}
