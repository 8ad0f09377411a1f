//! The functions that the test installs in a server: each shows one thing. `install.sql` tells SQL of them.

mod aggregate;
mod misuse;
mod notes;
mod split;
mod words;

memscope_postgres::module! {}

#[doc(hidden)]
pub mod witness {
    use std::sync::atomic::{AtomicI64, Ordering};

    use memscope::MemCx;
    use memscope_postgres::function;

    static DROPPED: AtomicI64 = AtomicI64::new(0);

    /// Counts its drop.
    pub struct Witness;

    impl Drop for Witness {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many were dropped in this session so far.
    fn ms_dropped(_: MemCx<'_>) -> i64 {
        DROPPED.load(Ordering::Relaxed)
    }

    function! { fn ms_dropped(); }
}
