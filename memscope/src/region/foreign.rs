//! Memory that a region has not filled itself, and frees at its end: that of an owner, or of other threads. Its chunks stay
//! whose they were; here it is only charged for.

#[cfg(feature = "rayon")]
use super::Stock;
use super::chunk::HEADER;
use super::terms::Left;
use super::{CHUNK_ALIGN, Region};
use crate::error::{AllocError, Cause};
#[cfg(feature = "rayon")]
use crate::source::Limited;
use crate::source::Source;

impl Region {
    /// How many bytes the region holds, in its chunks and of others, what is free in its window left out: what a limit counted,
    /// if there is one.
    pub(crate) fn bytes(&self) -> usize {
        let mut chunk = self.link.get().chunk();
        let mut bytes = 0;
        while !chunk.is_null() {
            // SAFETY: a chunk of an open region, to whose header no reference exists.
            unsafe {
                bytes += (*chunk).charged + if self.terms.is_none() { (*chunk).size - HEADER } else { 0 };
                chunk = (*chunk).next;
            }
        }
        bytes - self.at_hand()
    }

    /// What the region may hold beyond what it has, with what is free in its window, if there is a limit, its own or one
    /// around it.
    pub(crate) fn at_most(&self) -> Option<Left> {
        self.terms.left().map(|left| Left { bytes: left.bytes.saturating_add(self.at_hand()), ..left })
    }

    /// What the threads of a parallel region share, if this scope is in one.
    ///
    /// # Safety
    /// It is not used after the region has ended.
    #[cfg(feature = "rayon")]
    pub(crate) unsafe fn pool<'r>(&self) -> Option<&'r Limited<Stock>> {
        self.terms.pool()
    }

    /// Charges the region for `bytes` of others, until its end. A source that wants to see every object refuses them.
    pub(crate) fn charge_foreign(&self, mut bytes: usize) -> Result<(), AllocError> {
        if self.terms.given_source().is_some_and(Source::sees_objects) {
            return Err(AllocError::new(self.site, bytes, CHUNK_ALIGN, Cause::OutOfMemory));
        }
        self.own_chunk()?;
        if let Some(left) = self.at_most() {
            if bytes > left.bytes {
                return Err(AllocError::limited(left.site, bytes, CHUNK_ALIGN, left.limit, left.used()));
            }
            // Where the limit has not enough beside the window, that is cut: it was paid for.
            let cut = bytes.saturating_sub(left.bytes - self.at_hand());
            if cut > 0 {
                self.is_cut(cut);
                self.lo.set(self.lo.get() + cut);
            }
            bytes -= cut;
        }
        self.terms.charge(bytes);
        // SAFETY: the newest chunk, or what stands for it; no reference to it exists.
        unsafe { (*self.link.get().chunk()).charged += bytes };
        Ok(())
    }
}
