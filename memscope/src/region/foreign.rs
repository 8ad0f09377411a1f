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
    /// How many bytes the region holds, in its chunks and of others: what a limit counted, if there is one.
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
        bytes
    }

    /// What the region may hold beyond what it has, if there is a limit, its own or one around it.
    pub(crate) fn at_most(&self) -> Option<Left> {
        self.terms.left()
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
    pub(crate) fn charge_foreign(&self, bytes: usize) -> Result<(), AllocError> {
        if self.terms.given_source().is_some_and(Source::sees_objects) {
            return Err(AllocError::new(self.site, bytes, CHUNK_ALIGN, Cause::OutOfMemory));
        }
        if let Some(left) = self.at_most()
            && bytes > left.bytes
        {
            return Err(AllocError::limited(left.site, bytes, CHUNK_ALIGN, left.limit, left.used()));
        }
        self.own_chunk()?;
        self.terms.charge(bytes);
        // SAFETY: the newest chunk, or what stands for it; no reference to it exists.
        unsafe { (*self.link.get().chunk()).charged += bytes };
        Ok(())
    }
}
