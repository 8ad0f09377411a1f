//! A source that does all that its contract allows, and checks that scopes keep their part.

use std::alloc::{Layout, alloc, dealloc};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::NonNull;

use memscope::source::{Request, Source};

/// What the lab's blocks are aligned to: to that and no more.
const ALIGN: usize = Request::ALIGN;

pub(crate) struct Lab {
    objects: bool,
    /// The n-th block is `n % extra` bytes longer than was asked for.
    extra: usize,
    gets: Cell<usize>,
    live: RefCell<BTreeMap<usize, Block>>,
}

struct Block {
    asked: usize,
    given: usize,
}

impl Block {
    fn whole(&self) -> Layout {
        Layout::from_size_align(self.given + ALIGN, 2 * ALIGN).unwrap()
    }
}

impl Lab {
    pub(crate) fn new(objects: bool, extra: usize) -> Self {
        Self { objects, extra, gets: Cell::new(0), live: RefCell::default() }
    }

    pub(crate) fn live(&self) -> usize {
        self.live.borrow().values().map(|block| block.asked).sum()
    }

    pub(crate) fn blocks(&self) -> usize {
        self.live.borrow().len()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.blocks(), 0, "not everything was given back");
        }
    }
}

// SAFETY: a block is the upper part of an allocation of its own; what is known of it stands in the map. Nothing here unwinds
// but failed assertions, in whose case the process ends: `get` is called from a function that cannot unwind, and a
// failure in `put` is one of the test, after which nothing is used.
unsafe impl Source for Lab {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let asked = request.layout().size();
        assert!(asked > 0 && request.layout().align() == ALIGN);
        assert!(self.objects || request.object_layout().is_none());
        let given = asked + self.gets.get().checked_rem(self.extra).unwrap_or(0);
        let block = Block { asked, given };
        // SAFETY: of more than zero bytes.
        let base = NonNull::new(unsafe { alloc(block.whole()) })?;
        self.gets.set(self.gets.get() + 1);
        // SAFETY: the allocation is longer by `ALIGN`. It is filled, so that whoever takes it for zeroed is found out.
        let start = unsafe {
            base.write_bytes(0xEE, block.whole().size());
            base.add(ALIGN)
        };
        self.live.borrow_mut().insert(start.addr().get(), block);
        Some(NonNull::slice_from_raw_parts(start, given))
    }

    unsafe fn put(&self, start: NonNull<u8>, layout: Layout) {
        let block = self.live.borrow_mut().remove(&start.addr().get()).expect("a block that is live");
        assert!(layout.align() == ALIGN && (block.asked..=block.given).contains(&layout.size()));
        // SAFETY: allocated above; nobody uses it any more. It is filled, so that whoever does is found out.
        unsafe {
            let base = start.sub(ALIGN);
            base.write_bytes(0xDD, block.whole().size());
            dealloc(base.as_ptr(), block.whole());
        }
    }

    fn sees_objects(&self) -> bool {
        self.objects
    }
}
