//! Where a scope's memory comes from.
//!
//! A scope takes it from the thread's cache and the heap, unless it is opened on a [`Source`] of its own, by value or by
//! reference:
//!
//! ```
//! use memscope::source::{Buffer, First, Heap};
//! use memscope::with_scope_on;
//! use std::mem::MaybeUninit;
//!
//! let mut bytes = [MaybeUninit::uninit(); 4096];
//! let source = First::new(Buffer::new(&mut bytes), Heap); // this buffer, then the heap
//! let sum = with_scope_on(&source, |cx| cx.alloc_iter(0..100_u64).iter().sum::<u64>());
//! assert_eq!(sum, 4950);
//! ```
//!
//! | | memory of |
//! |---|---|
//! | [`Heap`] | the global allocator |
//! | [`Thread`] | the thread's cache of chunks, then the global allocator |
//! | `Malloc` | the C library; feature `malloc`, on 64-bit targets |
//! | `Pages` | the operating system, with huge pages and guard pages on request; feature `pages`, on Unix |
//! | [`Buffer`] | a borrowed slice of bytes |
//! | [`Static`] | a buffer in a `static`, for one user at a time |
//! | [`MemCx`](crate::MemCx) | another scope |
//! | `FromAllocator` | anything that implements allocator-api2's `Allocator`, of version 0.2; feature `allocator-api2` |
//! | `FromAllocator03`, `FromAllocator04` | of the versions 0.3 and 0.4; features `allocator-api2-03`, `allocator-api2-04` |
//! | `FromStdAllocator` | anything that implements the standard library's; nightly, `--cfg memscope_nightly` |
//!
//! | | over another source |
//! |---|---|
//! | [`Limited`] | gives so many bytes at most |
//! | [`Tracking`] | counts what is live, in all and for each place in the program |
//! | [`Failing`] | refuses some requests, for tests |
//! | [`Logging`] | tells a closure of each call |
//! | [`Checked`] | finds what is written beside objects or after their end, and wrong frees, for tests |
//! | [`First`] | asks one source, then another |
//!
//! **Cost.** The source is called when a scope's window is used up, and when the scope ends; between that, allocating costs what
//! it always does. A scope on a source pays for its first chunk, which a plain scope finds in the thread's cache.

#[cfg(any(feature = "allocator-api2", feature = "allocator-api2-03", feature = "allocator-api2-04", memscope_nightly))]
mod allocator;
mod buffer;
mod checked;
mod failing;
mod first;
mod heap;
mod limited;
mod logging;
#[cfg(all(feature = "malloc", target_pointer_width = "64"))]
mod malloc;
#[cfg(all(feature = "pages", unix))]
mod pages;
mod scope;
mod static_buffer;
mod tag;
mod thread;
mod tracking;

use core::alloc::Layout;
use core::fmt;
use core::mem;
use core::ptr::NonNull;

use crate::region::{self, Caller, Site};

#[cfg(feature = "allocator-api2")]
pub use allocator::FromAllocator;
#[cfg(feature = "allocator-api2-03")]
pub use allocator::FromAllocator03;
#[cfg(feature = "allocator-api2-04")]
pub use allocator::FromAllocator04;
#[cfg(memscope_nightly)]
pub use allocator::FromStdAllocator;
pub use buffer::Buffer;
#[cfg(all(feature = "checked", feature = "std"))]
pub(crate) use checked::flush_under_all;
pub use checked::{Checked, Fault, Report};
pub use failing::Failing;
pub use first::First;
pub use heap::Heap;
pub use limited::Limited;
pub use logging::{Event, Logging};
#[cfg(all(feature = "malloc", target_pointer_width = "64"))]
pub use malloc::Malloc;
#[cfg(all(feature = "pages", unix))]
pub use pages::Pages;
pub use static_buffer::{Static, Taken};
pub use thread::Thread;
pub use tracking::{Place, Tracking, Usage};

/// Gives memory to scopes.
///
/// A scope asks for *chunks*, which it divides itself, unless the source wants to [see every object](Self::sees_objects).
/// It gives each of them back when it ends. A source outlives every scope that is opened on it; the compiler sees to that.
///
/// # Safety
/// A block that [`get`](Self::get) returned is at least as long and as strictly aligned as was asked for, disjoint from all
/// others, and belongs to whoever asked until it is given back: what the source keeps about it stands elsewhere. This holds
/// also when the source itself is moved, which it can be while no scope is open on it. No method unwinds.
///
/// Whether there is memory, is the source's to say: it may refuse at any moment, and give more than was asked for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a source of memory",
    label = "not a source of memory",
    note = "`from` takes a `memscope::source::Source`, or a reference to one"
)]
pub unsafe trait Source {
    /// A block of [`request.layout()`](Request::layout), or `None` if there is none to be had. It may be longer.
    fn get(&self, request: Request) -> Option<NonNull<[u8]>>;

    /// Takes a block back.
    ///
    /// # Safety
    /// This source gave the block, `block` is the pointer that it gave, and nobody uses the memory any more. `layout` has the
    /// alignment that was asked for, and a size that is no less than was asked for, and no more than was given.
    unsafe fn put(&self, block: NonNull<u8>, layout: Layout);

    /// Whether each object has to have a block of its own, which is given back as soon as the object is freed. It costs
    /// an object a call of the source and some hundred bytes. The answer is always the same.
    fn sees_objects(&self) -> bool {
        false
    }

    /// Whether an object may be freed, asked by scopes on a source that sees them. `None` if this source does not know. After a
    /// `false` it is not freed, and if it is one of the scope's objects, it stays until that ends: so a source can catch what is
    /// freed twice, or is no object of its own. An adapter passes the question on.
    fn may_free(&self, free: &Free) -> Option<bool> {
        let _ = free;
        None
    }
}

// SAFETY: passed on.
unsafe impl<S: Source + ?Sized> Source for &S {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        (**self).get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { (**self).put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        (**self).sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        (**self).may_free(free)
    }
}

/// What a scope asks a [`Source`] for, and who asks.
#[derive(Clone, Copy)]
pub struct Request {
    layout: Layout,
    object: Option<Layout>,
    /// What adapters keep in front of the scope's block, and behind it.
    front: usize,
    behind: usize,
    site: &'static Site,
    caller: Caller,
}

impl Request {
    /// What every request is aligned to, in bytes.
    pub const ALIGN: usize = region::CHUNK_ALIGN;

    pub(crate) fn new(size: usize, site: &'static Site) -> Self {
        Self { layout: region::chunk_layout(size), object: None, front: 0, behind: 0, site, caller: Caller::UNKNOWN }
    }

    pub(crate) fn object(size: usize, object: Layout, site: &'static Site, caller: Caller) -> Self {
        Self { object: Some(object), caller, ..Self::new(size, site) }
    }

    /// How long and how strictly aligned the block has to be, in bytes. The size is never zero, the alignment always
    /// [`ALIGN`](Self::ALIGN).
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// The object that the block is for, if the source [sees them](Source::sees_objects).
    #[must_use]
    pub const fn object_layout(&self) -> Option<Layout> {
        self.object
    }

    /// Where in a block the object will stand, if the source [sees them](Source::sees_objects). Of such a block the scope
    /// uses the object, and adapters and the scope the [head](Self::head) and the [tail](Self::tail). All else, which is 32
    /// bytes or more on either side of the object, is the source's to write to.
    #[must_use]
    pub fn object_at(&self, block: NonNull<u8>) -> Option<NonNull<u8>> {
        self.object
            .map(|object| region::object_at(block.map_addr(|base| base.saturating_add(self.front)), object.align()))
    }

    /// How many bytes at the start of a block the scope, and adapters on the way, keep for themselves.
    #[must_use]
    pub const fn head(&self) -> usize {
        self.front + if self.object.is_some() { region::OBJECT_HEADER } else { region::HEADER }
    }

    /// How many bytes at the end of a block, of the length that is asked for, adapters on the way keep for themselves.
    #[must_use]
    pub const fn tail(&self) -> usize {
        self.behind
    }

    /// The same request for a block that has so many bytes more in front and behind, in which an adapter keeps what it has to
    /// know: what it passes on is the block without these, of the length that it was asked for. `None` if no object can be
    /// so long.
    #[must_use]
    pub fn longer(self, front: usize, behind: usize) -> Option<Self> {
        let size = self.layout.size().checked_add(front)?.checked_add(behind)?;
        let layout = Layout::from_size_align(size, self.layout.align()).ok()?;
        Some(Self { layout, front: self.front + front, behind: self.behind + behind, ..self })
    }

    pub(crate) const fn site(&self) -> &'static Site {
        self.site
    }

    /// The name of the scope that asks.
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        self.site.name()
    }

    /// The file and line where that scope was opened.
    #[must_use]
    pub const fn place(&self) -> (&'static str, u32) {
        self.site.place()
    }

    /// The file and line of the call that allocates the [object](Self::object_layout): known with the feature `checked` only.
    /// Where a container or a closure cannot know who called it, that is a line of this crate.
    #[must_use]
    pub fn caller(&self) -> Option<(&'static str, u32)> {
        self.caller.place()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("layout", &self.layout)
            .field("object", &self.object)
            .field("scope", &self.scope())
            .field("place", &self.place())
            .finish()
    }
}

/// An object that a scope is about to free: what [`Source::may_free`] is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Free {
    object: NonNull<u8>,
    size: usize,
    site: &'static Site,
    /// Whether the object may be known elsewhere: whoever looks for it in vain has nothing to say then.
    elsewhere: bool,
}

impl Free {
    pub(crate) const fn new(object: NonNull<u8>, size: usize, site: &'static Site) -> Self {
        Self { object, size, site, elsewhere: false }
    }

    /// The same free, of an object that may also be known elsewhere.
    pub(crate) const fn known_elsewhere(self, elsewhere: bool) -> Self {
        Self { elsewhere: self.elsewhere || elsewhere, ..self }
    }

    /// Where it starts. There need not be an object.
    #[must_use]
    pub const fn object(&self) -> NonNull<u8> {
        self.object
    }

    /// Whether the scope has such an object, or a source that is asked later may have had one. If not, a source that finds none
    /// is the one to tell.
    #[must_use]
    pub const fn is_known_elsewhere(&self) -> bool {
        self.elsewhere
    }

    /// How many bytes its owner believes it has. Fewer than were asked for, if it was shortened.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The name of the scope that frees it.
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        self.site.name()
    }

    /// The file and line where that scope was opened.
    #[must_use]
    pub const fn place(&self) -> (&'static str, u32) {
        self.site.place()
    }
}

/// Where scopes without a source of their own get their memory, if not from the thread's cache and the heap.
#[inline(always)]
pub(crate) const fn under_all() -> Option<&'static dyn Source> {
    #[cfg(feature = "checked")]
    return Some(checked::under_all());
    #[cfg(not(feature = "checked"))]
    None
}

/// Runs code of others, which a source must not let unwind: a panic in it ends the process.
fn never_unwinds<R>(f: impl FnOnce() -> R) -> R {
    struct Abort;
    impl Drop for Abort {
        fn drop(&mut self) {
            // A panic on the way out of another.
            panic!("a source must not unwind");
        }
    }
    let abort = Abort;
    let result = f();
    mem::forget(abort);
    result
}
