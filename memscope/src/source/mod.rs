//! Where a scope's memory comes from.

use core::alloc::Layout;
use core::fmt;
use core::ptr::NonNull;

use crate::region::Site;

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
pub unsafe trait Source {
    /// A block of [`request.layout()`](Request::layout), or `None` if there is none to be had. It may be longer.
    fn get(&self, request: Request) -> Option<NonNull<[u8]>>;

    /// Takes a block back.
    ///
    /// # Safety
    /// This source gave the block, and nobody uses it any more. `layout` has the alignment that was asked for, and a size
    /// that is no less than was asked for, and no more than was given.
    unsafe fn put(&self, block: NonNull<u8>, layout: Layout);

    /// Whether each object has to have a block of its own, which is given back as soon as the object is freed. It costs
    /// an object a call of the source and some hundred bytes. The answer is always the same.
    fn sees_objects(&self) -> bool {
        false
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
}

/// What a scope asks a [`Source`] for, and who asks.
#[derive(Clone, Copy)]
pub struct Request {
    layout: Layout,
    object: Option<Layout>,
    site: &'static Site,
}

impl Request {
    pub(crate) fn new(size: usize, site: &'static Site) -> Self {
        Self { layout: chunk_layout(size), object: None, site }
    }

    pub(crate) fn object(size: usize, object: Layout, site: &'static Site) -> Self {
        Self { layout: chunk_layout(size), object: Some(object), site }
    }

    /// How long and how strictly aligned the block has to be, in bytes. The size is never zero.
    #[must_use]
    pub const fn layout(&self) -> Layout {
        self.layout
    }

    /// The object that the block is for, if the source [sees them](Source::sees_objects).
    #[must_use]
    pub const fn object_layout(&self) -> Option<Layout> {
        self.object
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

/// The layout of a chunk of so many bytes.
pub(crate) fn chunk_layout(size: usize) -> Layout {
    crate::region::chunk_layout(size)
}
