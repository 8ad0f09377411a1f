//! A lock that needs no std, for a few instructions at a time.

use core::cell::UnsafeCell;
use core::fmt;
use core::hint::spin_loop;
use core::sync::atomic::{
    AtomicBool,
    Ordering::{Acquire, Relaxed, Release},
};

pub(super) struct Lock<T> {
    taken: AtomicBool,
    value: UnsafeCell<T>,
}

// SAFETY: one thread at a time has the value.
unsafe impl<T: Send> Sync for Lock<T> {}

impl<T> Lock<T> {
    pub(super) const fn new(value: T) -> Self {
        Self { taken: AtomicBool::new(false), value: UnsafeCell::new(value) }
    }

    /// Runs `f`, which calls nobody else's code, with the value.
    pub(super) fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        struct Open<'a>(&'a AtomicBool);
        impl Drop for Open<'_> {
            fn drop(&mut self) {
                self.0.store(false, Release);
            }
        }
        while self.taken.compare_exchange_weak(false, true, Acquire, Relaxed).is_err() {
            #[cfg(feature = "std")]
            std::thread::yield_now();
            spin_loop();
        }
        let _open = Open(&self.taken);
        // SAFETY: the flag was free and is ours until `_open` is dropped; `f` has no way back here.
        f(unsafe { &mut *self.value.get() })
    }
}

impl<T> fmt::Debug for Lock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").finish_non_exhaustive()
    }
}
