//! Long lists, without recursion.

use core::iter::successors;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use super::no_destructor;
use crate::cx::MemCx;
use crate::error::AllocError;

/// The place of a node's copy. Until the copy is made, it notes which node that is.
union Link<C> {
    node: NonNull<()>,
    copy: ManuallyDrop<C>,
}

/// `#[copy_in(tail)]`: copies a chain of nodes. `next` finds the node after one, `link` copies a node without what comes
/// after it, in front of the copy of that.
///
/// The copies lie side by side. As a copy refers to the next one, they are made from the last to the first; which is the
/// last is found by walking the chain twice, to count the nodes and to note them in the places of their copies. So the
/// chain takes no other memory than its copy does, and no stack.
#[inline]
pub fn copy_chain<'to, N, C: 'to>(
    first: &N,
    cx: MemCx<'to>,
    next: impl Fn(&N) -> Option<&N>,
    link: impl Fn(&N, Option<&'to mut C>) -> Result<C, AllocError>,
) -> Result<C, AllocError> {
    const { no_destructor::<C>() };
    let nodes = || successors(next(first), |node| next(node));
    let links = cx.try_alloc_uninit_slice::<Link<C>>(nodes().count())?;
    let mut noted = 0;
    for (link, node) in links.iter_mut().zip(nodes()) {
        link.write(Link { node: NonNull::from(node).cast() });
        noted += 1;
    }
    let mut rest = None;
    for place in links[..noted].iter_mut().rev() {
        // SAFETY: the note was written above, about a node that is borrowed as long as `first`, and is replaced only below.
        let node = unsafe { place.assume_init_ref().node.cast::<N>().as_ref() };
        let copy = ManuallyDrop::new(link(node, rest)?);
        // SAFETY: the copy has just been written, and the place is visited once.
        rest = Some(unsafe { &mut *(&raw mut place.write(Link { copy }).copy).cast::<C>() });
    }
    link(first, rest)
}
