//! The owner whose lifetime is a brand: of cells with their key, of a slab with its indices.
//!
//! **Claim.** What is made of one [`Brand`] has a lifetime that nothing else has: no second key or slab, of this owner or of
//! another, is ever typed with it while one of these is in reach.
//!
//! **Proof.**
//!
//! 1. *An owner has one of each.* A `Brand` is made once for a region, when the owner is. Its key is not `Clone`, its `NewSlab` is
//!    used up, and a handle leads to neither.
//! 2. *Its lifetime is equal to no other.* Each closure takes every `'m`, and sees the root as `&'r At<'m, F>` for every `'r`. Of
//!    `'m` it may conclude that what else the root borrows outlives it, `Rest: 'm`, and that it outlives `'r`. To be equal to
//!    another it would have to outlive that; but `'r` outlives nothing from outside of the closure. (A [`Kept`] lends its root for
//!    `&'s self`: if that is `'static`, as for an owner that was leaked, so is `'m`.) Neither what a closure returns nor what it
//!    refers to can name `'m` or `'r`. So nothing that has them leaves it. (A `Kept` that is made in a closure, and leaked there
//!    for `'m`, may have it as well. It has no key or slab of its own, and, being borrowed for good, goes into no scope.)
//! 3. *Between two closures it is in the root.* What the next one sees is the root, so if there is a key or a slab, the root holds
//!    it or leads to it; and what that closure calls `'m` is the lifetime of all that is in it, at once. A reference that was
//!    got with the key itself, which then stands in the memory, has it too, and keeps the key borrowed.
//! 4. *The owner is borrowed as what the root is.* Through `&self` a key opens cells to read, on any number of threads; to change
//!    them takes `&mut self`, or a lock or cell in the root that lends or gives the key. Closures that see the root at a time, each
//!    by a lifetime of its own, see one root: what one has taken out of it, no other finds.
//! 5. *Nobody gives the root another lifetime.* A `Branded` cannot become a `Kept`, whose closures see it in the manner of step 2,
//!    nor go into a scope, nor be compared with another: each would have things of two owners meet. What comes *into* the memory,
//!    by [`Kept::into_scope`] and transactions, takes the lifetime of the owner. It brings no key and no slab, which are not
//!    [`Carried`](crate::Carried); and an index only if it was of a slab of its own lifetime, of which there is none. ∎
//!
//! What guards the steps, found by breaking them (`fail` is `ui-tests/tests/fail`):
//!
//! | if | then |
//! |---|---|
//! | the closures saw the root for `&'s self` | all programs with leaked owners in `fail/branded` compile |
//! | the key were `Clone`, or the slab's | `fail/cell/nx02_key_cloned`, `fail/slab/nx02_brand_cloned` compile |
//! | a key, or a slab, were `Carried` | `fail/branded/nx02_key_carried`, `fail/branded/nx02_slab_carried` compile |

use core::convert::Infallible;
use core::fmt;

use generativity::Id;

use super::family::{At, Keepable};
use super::keeper::{Keeper, Place};
use super::owner::Kept;
use crate::cell::MemKey;
use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::region::Site;
use crate::slab::NewSlab;

/// What a [`Branded`] owner is built with: each of them once, of one lifetime that nothing else has.
///
/// What the root does not hold is gone: without the key no cell is opened any more.
#[derive(Debug)]
#[non_exhaustive]
pub struct Brand<'m> {
    /// The handle of the owner's memory.
    pub cx: MemCx<'m>,
    /// The key of its [cells](crate::MemCell).
    pub key: MemKey<'m>,
    /// What its [slab](crate::MemSlab) is made of, with [`open`](NewSlab::open).
    pub slab: NewSlab<'m, 'm>,
}

impl<'m> Brand<'m> {
    /// # Safety
    /// `'m` is the lifetime of a region which has no other brand, and is equal to none, as the proof above has it.
    unsafe fn new(cx: MemCx<'m>) -> Self {
        // SAFETY: the one key, and the one slab, of this lifetime.
        unsafe { Self { cx, key: MemKey::new(Id::new()), slab: NewSlab::new(cx, Id::new()) } }
    }
}

/// A [`Kept`](crate::Kept) whose root may hold the key of its own cells, or a slab: a graph as one value, which is built,
/// returned, changed later, and sent to another thread.
///
/// The root is a type of one's own with the key in it. So its methods need no key from outside: what reads takes `&self`, and
/// what changes takes `&mut self`.
///
/// ```
/// use memscope::{Branded, Keepable, MemCell, MemCx, MemKey};
///
/// #[derive(Keepable)]
/// struct Ring<'m> { key: MemKey<'m>, at: Option<&'m MemCell<'m, Child<'m>>> }
///
/// struct Child<'m> { name: &'m str, next: Option<&'m MemCell<'m, Child<'m>>> }
///
/// impl<'m> Ring<'m> {
///     /// Puts a child into the ring, behind the one who is next.
///     fn join(&mut self, cx: MemCx<'m>, name: &str) {
///         let child = &*cx.alloc(MemCell::new(Child { name: cx.alloc_str(name), next: None }));
///         let before = *self.at.get_or_insert(child);
///         let next = before.get_mut(&mut self.key).next.replace(child);
///         child.get_mut(&mut self.key).next = next.or(Some(child));
///     }
///
///     fn names(&self) -> impl Iterator<Item = &'m str> {
///         let children = std::iter::successors(self.at, |child| child.get(&self.key).next);
///         children.map(|child| child.get(&self.key).name)
///     }
/// }
///
/// fn ring(names: &str) -> Branded<Ring<'static>> {
///     Branded::new(|own| {
///         let mut ring = Ring { key: own.key, at: None };
///         names.split(' ').for_each(|name| ring.join(own.cx, name));
///         ring
///     })
/// }
///
/// let mut children = ring("ann bob");
/// children.with_mut(|ring, cx| ring.join(cx, "cid"));
/// let said = std::thread::spawn(move || children.with(|ring| ring.names().take(4).collect::<Vec<_>>().join(" ")));
/// assert_eq!(said.join().unwrap(), "ann cid bob ann");
/// ```
///
/// The same for a slab, whose [`ThinSlab`](crate::ThinSlab) has no handle, so that the owner is `Send`:
///
/// ```
/// use memscope::{AllocError, Branded, Idx, Keepable, ThinSlab};
///
/// #[derive(Keepable)]
/// struct Ast<'m> { nodes: ThinSlab<'m, Expr<'m>>, top: Idx<'m, Expr<'m>> }
///
/// #[derive(Clone, Copy)]
/// enum Expr<'m> { Number(i64), Add(Idx<'m, Expr<'m>>, Idx<'m, Expr<'m>>) }
///
/// /// `1+2+3`
/// fn parse(text: &str) -> Result<Branded<Ast<'static>>, Box<dyn std::error::Error>> {
///     Branded::try_new(|own| {
///         let mut nodes = own.slab.open();
///         let mut top = None;
///         for number in text.split('+') {
///             let number = nodes.try_push(Expr::Number(number.parse()?))?;
///             top = Some(match top {
///                 Some(sum) => nodes.try_push(Expr::Add(sum, number))?,
///                 None => number,
///             });
///         }
///         Ok(Ast { top: top.ok_or("empty")?, nodes: nodes.into_thin() })
///     })
/// }
///
/// impl<'m> Ast<'m> {
///     fn value(&self, at: Idx<'m, Expr<'m>>) -> i64 {
///         match self.nodes[at] {
///             Expr::Number(n) => n,
///             Expr::Add(a, b) => self.value(a) + self.value(b),
///         }
///     }
/// }
///
/// let mut ast = parse("1+2+3")?;
/// ast.with_mut(|ast, cx| ast.top = ast.nodes.push(cx, Expr::Add(ast.top, ast.top)));
/// assert_eq!(ast.with(|ast| ast.value(ast.top)), 12);
/// assert!(parse("1+x").is_err());
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// ```
///
/// What a closure returns borrows nothing from the root: unlike that of a `Kept`, the lifetime is equal to no other even if the
/// owner was leaked. For the same reason it cannot be shown without a closure, [given to a scope](crate::Kept::into_scope), or
/// counted; share it in an `Arc`, with an `RwLock` to change it.
///
/// `Send` and `Sync` exactly where the root is. A reference to a cell is both if the value is both.
///
/// **Cost.** That of a `Kept`; a key has no size.
///
/// The idea is the owner of `GhostCell`s and of qcell's, which stands beside the arena of the cells. Here both are one value.
pub struct Branded<F: for<'m> Keepable<'m>>(Kept<F>);

const SITE: &Site = &Site::new("Branded", file!(), line!());

impl<F: for<'m> Keepable<'m>> Branded<F> {
    /// An owner of what `f` builds.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[track_caller]
    pub fn new(f: impl for<'m> FnOnce(Brand<'m>) -> At<'m, F>) -> Self {
        let Ok(branded) = ok(Self::build(|brand| Ok::<_, Infallible>(f(brand))));
        branded
    }

    /// An owner of what `f` builds; if that fails, the memory is freed and the error returned.
    ///
    /// # Errors
    /// What `f` returns, and an [`AllocError`] if the memory for the owner or the root cannot be had.
    pub fn try_new<E: From<AllocError>>(f: impl for<'m> FnOnce(Brand<'m>) -> Result<At<'m, F>, E>) -> Result<Self, E> {
        Self::build(f)?
    }

    fn build<E>(f: impl for<'m> FnOnce(Brand<'m>) -> Result<At<'m, F>, E>) -> Result<Result<Self, E>, AllocError> {
        // SAFETY: the region is new, and the closure takes every lifetime, as those do that see the root.
        let kept = Kept::build(SITE, |cx| f(unsafe { Brand::new(cx) }))?;
        Ok(kept.map(Self))
    }

    /// Calls `f` with the root.
    #[inline]
    pub fn with<R>(&self, f: impl for<'m> FnOnce(&At<'m, F>) -> R) -> R {
        self.0.with(|root| f(root))
    }

    /// Calls `f` with the root, to change it, and the handle of its memory, to build on.
    #[inline]
    pub fn with_mut<R>(&mut self, f: impl for<'m> FnOnce(&mut At<'m, F>, MemCx<'m>) -> R) -> R {
        self.0.with_mut(|root, cx| f(root, cx))
    }
}

#[diagnostic::do_not_recommend]
impl<'k, F: for<'m> Keepable<'m>> Keeper<'k> for &'k Branded<F> {
    fn place(self) -> Place<'k> {
        (&self.0).place()
    }
}

impl<F: for<'m> Keepable<'m>> fmt::Debug for Branded<F>
where
    for<'m> At<'m, F>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
