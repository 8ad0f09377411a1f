//! Which objects there are, and which are gone and still watched.
//!
//! The links stand in the blocks, so that nothing here asks for memory: a global allocator may open scopes.

use core::ptr::NonNull;

use super::block::{Block, Entry, State};

/// The blocks by the address of their object, and those that are gone in the order in which they went.
pub(super) struct Table {
    buckets: [Option<Block>; BUCKETS],
    live: usize,
    oldest: Option<Block>,
    newest: Option<Block>,
    /// Of the objects that are gone.
    bytes: usize,
    /// How many they are.
    watched: usize,
}

const BUCKETS: usize = 1 << 11;

/// Addresses of objects are multiples of 8, and often of more; the upper bits of the product depend on all of them.
fn bucket(object: NonNull<u8>) -> usize {
    let product = (object.addr().get() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (product >> (u64::BITS - BUCKETS.ilog2())) as usize
}

impl Table {
    pub(super) const fn new() -> Self {
        Self { buckets: [None; BUCKETS], live: 0, oldest: None, newest: None, bytes: 0, watched: 0 }
    }

    pub(super) const fn live(&self) -> usize {
        self.live
    }

    /// How many objects are gone and still watched.
    pub(super) const fn watched(&self) -> usize {
        self.watched
    }

    /// Takes a live object in.
    pub(super) fn add(&mut self, block: Block) {
        let next = self.buckets[bucket(block.object().0)].replace(block);
        block.set(|entry| entry.next = next);
        if let Some(next) = next {
            next.set(|entry| entry.previous = Some(block));
        }
        self.live += 1;
    }

    /// The object that starts there, whether it is live or watched.
    pub(super) fn find(&self, object: NonNull<u8>) -> Option<Block> {
        let mut next = self.buckets[bucket(object)];
        while let Some(block) = next.filter(|block| block.object().0 != object) {
            next = block.entry().next;
        }
        next
    }

    /// Notes that a live object is gone.
    pub(super) fn retire(&mut self, block: Block) {
        if block.entry().state == State::Live {
            block.set(|entry| entry.state = State::Ended);
        }
        self.live -= 1;
        self.watched += 1;
        self.bytes += block.object().1.size();
        match self.newest.replace(block) {
            Some(before) => before.set(|entry| entry.newer = Some(block)),
            None => self.oldest = Some(block),
        }
    }

    /// Forgets the oldest of the objects that are gone, if they are more than so many bytes.
    pub(super) fn oldest_above(&mut self, bytes: usize) -> Option<Block> {
        let oldest = self.oldest.filter(|_| self.bytes > bytes)?;
        self.oldest = oldest.entry().newer;
        if self.oldest.is_none() {
            self.newest = None;
        }
        self.watched -= 1;
        self.bytes -= oldest.object().1.size();
        self.remove(oldest);
        Some(oldest)
    }

    fn remove(&mut self, block: Block) {
        let Entry { next, previous, .. } = block.entry();
        match previous {
            Some(previous) => previous.set(|entry| entry.next = next),
            None => self.buckets[bucket(block.object().0)] = next,
        }
        if let Some(next) = next {
            next.set(|entry| entry.previous = previous);
        }
    }
}
