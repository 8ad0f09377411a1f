//! Disjoint sets that are joined (union-find): each member points towards the one that stands for its set.

use memscope::{MemCell, MemCx, MemKey};

/// A member of a set.
pub(crate) type Set<'m> = &'m MemCell<'m, Member<'m>>;

pub(crate) struct Member<'m> {
    parent: Option<Set<'m>>,
    /// How many members the set has, if this one stands for it.
    size: u32,
}

/// A set of one member.
pub(crate) fn single(cx: MemCx<'_>) -> Set<'_> {
    cx.alloc(MemCell::new(Member { parent: None, size: 1 }))
}

/// The member that stands for the set. Those on the way are pointed closer to it.
fn find<'m>(key: &mut MemKey<'m>, mut member: Set<'m>) -> Set<'m> {
    while let Some(parent) = member.get(key).parent {
        let Some(grandparent) = parent.get(key).parent else { return parent };
        member.get_mut(key).parent = Some(grandparent);
        member = grandparent;
    }
    member
}

/// Makes one set of two; `false` if it was one before.
pub(crate) fn join<'m>(key: &mut MemKey<'m>, a: Set<'m>, b: Set<'m>) -> bool {
    let (a, b) = (find(key, a), find(key, b));
    let Ok((one, other)) = key.get_disjoint_mut((a, b)) else { return false };
    if one.size < other.size {
        other.size += one.size;
        one.parent = Some(b);
    } else {
        one.size += other.size;
        other.parent = Some(a);
    }
    true
}

pub(crate) fn size<'m>(key: &mut MemKey<'m>, member: Set<'m>) -> u32 {
    let set = find(key, member);
    set.get(key).size
}
