//! The ambient scope of a thread: the one that is at hand where no handle was passed.
//!
//! Each scope that declared itself ambient has a [`Node`] in a list of its thread. The list knows no rule of last in, first
//! out: a scope takes itself out of it when it ends, wherever it stands, so that futures may interleave.
//!
//! The handle goes to a closure that takes every lifetime, so nothing of the scope is left when that returns. What
//! remains to be ruled out are regions that are gone, or have lost what they hold on to:
//!
//! * *A future is forgotten.* Its memory stays as it is, since it is pinned, and so does the region with its chunks. But what
//!   its scope borrows may end: the window of a parent, a source. Hence only scopes that borrow neither are ambient.
//! * *A future is sent.* [`Ambient`] is not `Send`: a node is of one thread.
//! * *The scope ends while the closure runs*, for instance because the closure drops the future that holds it. Nothing that
//!   unwinds is safe there, since the closure could catch it and go on: the process is aborted.

use std::cell::Cell;
use std::io::Write as _;
use std::marker::{PhantomData, PhantomPinned};
use std::process::abort;
use std::ptr::{self, NonNull};

use generativity::Id;

use crate::cx::{MemCx, with_scope};
use crate::region::Region;

thread_local! {
    /// The scope that was declared last, or null. Without a destructor, so that it is readable until the thread's end.
    static INNERMOST: Cell<*const Node> = const { Cell::new(ptr::null()) };
}

struct Node {
    region: NonNull<Region>,
    outer: Cell<*const Node>,
    inner: Cell<*const Node>,
    /// Whether it is on the list.
    declared: Cell<bool>,
    /// How many closures have the handle.
    uses: Cell<usize>,
    /// Others point to it.
    _pinned: PhantomPinned,
}

// SAFETY: a node is only reached on the thread whose list it is on. What keeps an `Ambient` there is the handle, and that
// error says why.
unsafe impl Send for Node {}

/// Makes a scope ambient: a local of the scope's expansion, declared after the handle.
#[must_use]
pub struct Ambient<'id> {
    node: Node,
    scope: PhantomData<MemCx<'id>>,
}

impl<'id> Ambient<'id> {
    /// Not ambient yet.
    #[inline]
    pub fn new(cx: MemCx<'id>) -> Self {
        let node = Node {
            region: NonNull::from(cx.region()),
            outer: Cell::new(ptr::null()),
            inner: Cell::new(ptr::null()),
            declared: Cell::new(false),
            uses: Cell::new(0),
            _pinned: PhantomPinned,
        };
        Self { node, scope: PhantomData }
    }

    /// Makes the scope the innermost ambient one of this thread, until this is dropped.
    ///
    /// # Safety
    /// * `self` is a local (of a function or future) that is never moved, nor named again after this call.
    /// * The region is a local of the same function or future. It has no `Lent`, and its source, if it has one, is
    ///   `'static`.
    #[inline]
    pub unsafe fn declare(&self) {
        let (node, outer) = (&self.node, INNERMOST.replace(&raw const self.node));
        node.declared.set(true);
        node.outer.set(outer);
        // SAFETY: nodes on the list are locals in place, or of a future that was forgotten: neither has been dropped.
        if let Some(outer) = unsafe { outer.as_ref() } {
            outer.inner.set(node);
        }
    }
}

impl Drop for Ambient<'_> {
    #[inline]
    fn drop(&mut self) {
        let Node { outer, inner, declared, uses, .. } = &self.node;
        if !declared.get() {
            return;
        }
        if uses.get() != 0 {
            end_in_use();
        }
        // SAFETY: the neighbours are on the list of this thread, hence in place: see `declare`.
        let (outer_node, inner_node) = unsafe { (outer.get().as_ref(), inner.get().as_ref()) };
        match inner_node {
            Some(inner) => inner.outer.set(outer.get()),
            None => INNERMOST.set(outer.get()),
        }
        if let Some(outer) = outer_node {
            outer.inner.set(inner.get());
        }
    }
}

/// Nobody may go on: the closure has a handle of what is about to be freed.
#[cold]
fn end_in_use() -> ! {
    // There is no one to tell whether this goes wrong.
    let _ = writeln!(std::io::stderr(), "memscope: an ambient scope ended while `current` was at work in it");
    abort()
}

/// Says that a closure has the handle of a region.
struct Use<'n>(&'n Node);

impl Drop for Use<'_> {
    fn drop(&mut self) {
        self.0.uses.set(self.0.uses.get() - 1);
    }
}

/// Calls `f` with the thread's ambient scope; hands it back if there is none.
fn with_innermost<R, F: for<'mcx> FnOnce(MemCx<'mcx>) -> R>(f: F) -> Result<R, F> {
    // SAFETY: a node on the list of this thread is in place. It will be as long as it is in use, or the process ends.
    let Some(node) = (unsafe { INNERMOST.get().as_ref() }) else { return Err(f) };
    node.uses.set(node.uses.get() + 1);
    let used = Use(node);
    // SAFETY: the region is open as long as its node is on the list, and it can allocate, since all that it holds on to
    // is in the same function or future, or `'static`. `f` takes every lifetime, so to it this one is like no other.
    Ok(f(unsafe { MemCx::new(used.0.region, Id::new()) }))
}

/// Calls `f` with the thread's ambient scope: the one that declared itself `ambient` last, of those that are open.
/// `None` if there is none.
///
/// For code that cannot be passed a handle: callbacks, implementations of foreign traits, logging. What `f` allocates
/// cannot leave it, since it must take a handle of any lifetime; it stays in the scope until that ends, as does what the scope
/// [adopts](MemCx::adopt). For memory that goes when `f` returns, open a scope inside: `scope!(tmp in cx)`.
///
/// ```
/// use memscope::{current, scope};
///
/// fn log(line: &str) {
///     current(|cx| cx.alloc_str(line).make_ascii_uppercase());   // no handle was passed
/// }
/// {
///     scope!(request, ambient);
///     log("in the request's memory");
///     assert_eq!(current(|cx| cx.name()), Some("request"));
/// }
/// assert_eq!(current(|cx| cx.name()), None);
/// ```
///
/// The scope that was ambient before is so again when a scope ends, by whatever road. Of futures that take turns on a
/// thread, the one whose scope was opened last has the ambient one, whichever is being polled. A future with an ambient
/// scope is not `Send`. One that is forgotten leaves its scope ambient.
///
/// **Cost.** A look at a thread-local. Scopes that are not ambient know nothing of it.
///
/// If the scope is ended while `f` has its handle, say because `f` drops the future that the scope stands in, the process
/// is aborted.
///
/// The idea is Postgres' `CurrentMemoryContext`. pgrx has a function of this kind where the caller chooses the lifetime, so
/// that what was allocated can leave the closure.
pub fn current<R>(f: impl for<'mcx> FnOnce(MemCx<'mcx>) -> R) -> Option<R> {
    with_innermost(f).ok()
}

/// Calls `f` with the thread's ambient scope, as [`current`]; if there is none, with a scope that ends when `f` returns.
///
/// ```
/// let digits = memscope::current_or_new(|cx| cx.alloc_fmt(format_args!("{:b}", 10)).len());
/// assert_eq!(digits, 4);
/// ```
#[track_caller]
pub fn current_or_new<R>(f: impl for<'mcx> FnOnce(MemCx<'mcx>) -> R) -> R {
    match with_innermost(f) {
        Ok(result) => result,
        Err(f) => with_scope(f),
    }
}
