//! Owners that were leaked. Their lifetimes may be `'static`, or that of an open scope, so that their handles cannot be told
//! apart: whichever is told to free a block looks first whether it is its own. (`Checked` says so, and ends the process.)
#![cfg(not(feature = "checked"))]
#![forbid(unsafe_code)]

use std::cell::{Cell, OnceCell};
use std::marker::PhantomData;
use std::sync::Mutex;

use memscope::source::{Checked, Event, First, Heap, Logging, Source};
use memscope::{
    Branded, Cause, Family, Idx, Keepable, Kept, KeptOn, KeptRc, MemCell, MemCx, MemKey, MemSlab, ThinSlab, ThinVec,
    scope, slab,
};

/// A root that says no more than what its owner may borrow.
struct Root<'x: 'm, 'm>(PhantomData<fn(&'m &'x ()) -> &'m &'x ()>);

impl<'x> Family for Root<'x, '_> {
    type Rest = &'x ();
}

impl<'x, 'm> Keepable<'m> for Root<'x, '_> {
    type At = Root<'x, 'm>;
}

/// Where they are, so that a checker of leaks knows of them.
static LEAKED: Mutex<Vec<usize>> = Mutex::new(Vec::new());

/// The handle of an owner that lives as long as the scope of another.
fn handle<'x>(_like: MemCx<'x>) -> MemCx<'x> {
    handle_for()
}

fn handle_for<'x>() -> MemCx<'x> {
    let owner: &'x mut Kept<Root<'x, 'x>> = Box::leak(Box::new(Kept::new(|_| Root(PhantomData))));
    LEAKED.lock().unwrap().push((&raw const *owner).addr());
    owner.with_mut(|_, cx| cx)
}

/// A source that sees every object, and goes on when one is freed that it does not know.
fn sees_objects() -> impl Source + 'static {
    First::new(Checked::collecting(Heap), Heap)
}

#[test]
fn kp05_handles_of_leaked_owners_cannot_be_told_apart() {
    scope!(like);
    let [one, two] = [handle(like), handle(like)];
    let mut blocks = Vec::new();
    for i in 0..200_u64 {
        let (from, to) = if i % 2 == 0 { (one, two) } else { (two, like) };
        let block = to.grow(from.boxed_uninit_slice::<u64>(8), 16);
        if i % 3 == 0 {
            from.free(to.shrink(block, 4));
            to.free(from.boxed(i));
        } else {
            blocks.push(to.boxed([i; 8]));
        }
    }
    assert!(blocks.iter().all(|words| words.iter().all(|word| *word == words[0])));
}

#[test]
fn kp05_what_is_no_object_of_the_scope_is_not_freed() {
    scope!(cx, from = sees_objects());
    let owner = handle(cx);
    ThinVec::from_iter_in([1_u64], owner).free(cx); // of a scope that has none yet
    let kept = ThinVec::from_iter_in([2_u64], cx);
    ThinVec::from_iter_in([3_u64], owner).free(cx);
    ThinVec::from_iter_in([4_u64], cx).free(owner);
    let mut grown = ThinVec::from_iter_in([1_u64], owner);
    grown.reserve(cx, 100);
    assert_eq!((&kept[..], &grown[..]), (&[2][..], &[1][..]));
    kept.free(cx);
}

/// In the memory of an owner blocks are packed: what stands in the last unit of a freed one is not free.
#[test]
fn kp05_of_a_freed_block_the_rest_of_its_last_unit_is_anothers() {
    scope!(cx, recycle);
    let owner = handle(cx);
    for len in 1..40 {
        let [freed, next] = [[1_u8].repeat(len), [2; 16].to_vec()].map(|bytes| {
            let mut vec = ThinVec::with_capacity_in(bytes.len(), owner);
            vec.extend(cx, bytes);
            vec
        });
        freed.free(cx);
        let short: Vec<_> = (0..1000).map(|_| cx.boxed([3_u8; 3])).collect();
        let long: Vec<_> = (0..100).map(|_| ThinVec::from_iter_in(vec![4_u8; len.next_multiple_of(8)], cx)).collect();
        assert_eq!(next, [2; 16], "after one of {len}");
        assert!(short.iter().all(|block| **block == [3; 3]) && long.iter().flatten().all(|byte| *byte == 4));
    }
}

/// A root with the handle of its owner.
#[derive(Keepable)]
struct WithHandle<'mcx>(MemCx<'mcx>);

type Owner = KeptOn<WithHandle<'static>, Logging<Heap, fn(Event)>>;

thread_local! {
    static OWNER: OnceCell<Owner> = const { OnceCell::new() };
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// A source that comes back to the scope which asks it finds nothing there, rather than what is about to be given out.
#[test]
fn kp05_a_source_that_allocates_in_its_own_scope_is_refused() {
    fn log(_: Event) {
        if ARMED.replace(false) {
            OWNER.with(|owner| {
                owner.get().unwrap().with(|root| {
                    assert_eq!(root.0.try_alloc(1).unwrap_err().cause(), Cause::OutOfMemory);
                    scope!(inner in root.0);
                    assert_eq!(*inner.alloc(1), 1);
                });
            });
        }
    }
    OWNER.with(|owner| {
        owner.get_or_init(|| KeptOn::new(Logging::new(Heap, log as fn(Event)), |cx| WithHandle(cx))).with(|root| {
            let before = root.0.alloc(0_u64);
            ARMED.set(true);
            let large = root.0.alloc([1_u8; 100_000]);
            let after = root.0.alloc(2_u64);
            assert!(!ARMED.get());
            assert_eq!((*before, large[99_999], *after), (0, 1, 2));
        });
    });
}

/// A root with a cell, whose lifetime ends before another one.
struct Celled<'x: 'm, 'm>(&'m MemCell<'m, u32>, PhantomData<fn(&'m &'x ()) -> &'m &'x ()>);

impl<'x> Family for Celled<'x, '_> {
    type Rest = &'x ();
}

impl<'x, 'm> Keepable<'m> for Celled<'x, '_> {
    type At = Celled<'x, 'm>;
}

/// The cell of an owner that lives as long as the scope of another. A key of its own would open it once more.
fn cell<'x>(_like: MemCx<'x>) -> &'x MemCell<'x, u32> {
    let owner: &'x Kept<Celled<'x, 'x>> =
        Box::leak(Box::new(Kept::new(|cx| Celled(cx.alloc(MemCell::new(1)), PhantomData))));
    LEAKED.lock().unwrap().push((&raw const *owner).addr());
    owner.with(|root| root.0)
}

#[test]
fn nx02_the_cells_of_leaked_owners_open_with_the_key_of_a_scope() {
    scope!(cx, key = k);
    let [one, two] = [cell(cx), cell(cx)];
    *one.get_mut(&mut k) += 1;
    one.swap(&mut k, two);
    assert_eq!((one.get(&k), two.get(&k)), (&1, &2));
}

/// A slab has no handle of its own brand, but a leaked owner can have one.
#[test]
fn nx02_a_slab_grows_in_the_memory_of_a_leaked_owner() {
    fn handle_like<'s>(_slab: &MemSlab<'s, u64>) -> MemCx<'s> {
        handle_for()
    }

    scope!(cx, recycle);
    {
        slab!(mut values in cx);
        let other = handle_like(&values);
        for n in 0..1000 {
            let at = if n % 7 == 0 { ThinSlab::push(&mut values, other, n) } else { values.push(n) };
            assert_eq!(*cx.alloc(values[at]), n);
        }
        assert!(values.iter().copied().eq(0..1000));
    }
    let mut blocks: Vec<_> = (0..1000_u64).map(|n| cx.boxed([n; 4])).collect();
    assert!((0..).zip(&mut blocks).all(|(n, block)| **block == [n; 4]));
}

/// What the owner around gives it to hold.
struct Held<'x: 'm, 'm> {
    key: Cell<Option<MemKey<'m>>>,
    slab: Cell<Option<ThinSlab<'m, u64>>>,
    end: PhantomData<fn(&'m &'x ()) -> &'m &'x ()>,
}

impl<'x> Family for Held<'x, '_> {
    type Rest = &'x ();
}

impl<'x, 'm> Keepable<'m> for Held<'x, '_> {
    type At = Held<'x, 'm>;
}

#[derive(Keepable)]
struct Around<'m> {
    held: &'m KeptRc<Held<'m, 'm>>,
    other: Option<KeptRc<Held<'m, 'm>>>,
    cell: &'m MemCell<'m, u64>,
    first: Idx<'m, u64>,
}

/// An owner that is leaked in another has its brand: what is one stays one, wherever it is, and is never taken out of reach.
#[test]
fn nx02_a_leaked_owner_holds_the_key_and_the_slab_of_another() {
    let mut around = Branded::<Around<'static>>::new(|own| {
        let held = Kept::<Held>::new(|_| Held { key: Cell::default(), slab: Cell::default(), end: PhantomData });
        let held = &*Box::leak(Box::new(held.into_rc()));
        LEAKED.lock().unwrap().push((&raw const *held).addr());
        let mut slab = own.slab.open();
        let first = slab.push(7);
        held.with(|root| (root.key.set(Some(own.key)), root.slab.set(Some(slab.into_thin()))));
        Around { held, other: Some(held.clone()), cell: own.cx.alloc(MemCell::new(1)), first }
    });
    let sum = around.with_mut(|around, cx| {
        let other = around.other.take().unwrap();
        let (mut key, mut slab) = around.held.with(|root| (root.key.take().unwrap(), root.slab.take().unwrap()));
        assert!(other.with(|root| root.key.take().is_none() && root.slab.take().is_none()));
        slab.extend(cx, 0..1000);
        *around.cell.get_mut(&mut key) += slab[around.first];
        around.held.with(|root| root.slab.set(Some(slab)));
        assert!(other.with(|root| root.slab.take().is_some_and(|slab| slab.len() == 1001)));
        assert!(KeptRc::try_unwrap(other).is_err());
        *around.cell.get(&key)
    });
    assert_eq!(sum, 8);
}
