//! Owners that were leaked. Their lifetimes may be `'static`, or that of an open scope, so that their handles cannot be told
//! apart: whichever is told to free a block looks first whether it is its own.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::marker::PhantomData;

use memscope::source::{Checked, Event, First, Heap, Logging, Source};
use memscope::{Cause, Family, Keepable, Kept, KeptOn, MemCx, ThinVec, scope};

/// A root that says no more than what its owner may borrow.
struct Root<'x: 'm, 'm>(PhantomData<fn(&'m &'x ()) -> &'m &'x ()>);

impl<'x> Family for Root<'x, '_> {
    type Rest = &'x ();
}

impl<'x, 'm> Keepable<'m> for Root<'x, '_> {
    type At = Root<'x, 'm>;
}

/// The handle of an owner that lives as long as the scope of another.
fn handle<'x>(_like: MemCx<'x>) -> MemCx<'x> {
    let owner: &'x mut Kept<Root<'x, 'x>> = Box::leak(Box::new(Kept::new(|_| Root(PhantomData))));
    owner.with_mut(|_, cx| cx)
}

fn handle_on<'x, S: Source + 'static>(_like: MemCx<'x>, source: S) -> MemCx<'x> {
    let owner: &'x mut KeptOn<Root<'x, 'x>, S> = Box::leak(Box::new(KeptOn::new(source, |_| Root(PhantomData))));
    owner.with_mut(|_, cx| cx)
}

/// A source that sees every object, and asks nobody before one is freed.
fn sees_objects() -> impl Source + 'static {
    First::new(Checked::new(Heap), Heap)
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
    scope!(plain);
    let objects = handle_on(plain, sees_objects());
    ThinVec::from_iter_in([1_u64], plain).free(objects); // of a scope that has none yet
    let kept = ThinVec::from_iter_in([2_u64], objects);
    ThinVec::from_iter_in([3_u64], plain).free(objects);
    ThinVec::from_iter_in([4_u64], handle_on(plain, sees_objects())).free(objects);
    assert_eq!(kept[..], [2]);
    kept.free(objects);

    scope!(cx, from = sees_objects());
    cx.alloc(1_u8);
    let mut grown = ThinVec::from_iter_in([1_u64], handle(cx));
    grown.reserve(cx, 100);
    assert_eq!(grown[..], [1]);
}

/// What a scope that recycles has made of an object goes back in pieces, which are not the object.
#[test]
fn kp05_a_part_of_an_object_is_not_the_object() {
    scope!(recycles, recycle);
    let objects = handle_on(recycles, sees_objects());
    let object = ThinVec::from_iter_in(0..100_u64, objects);
    let at = object.as_ptr();
    object.free(recycles);
    let parts: Vec<_> = (0..10_000).map(|n| recycles.boxed([n; 10])).collect();
    let (first, others): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.as_ptr() == at);
    first.into_iter().for_each(|part| objects.free(part));
    (0..100).for_each(|n| ThinVec::from_iter_in((0..100).map(|_| n), objects).free(objects));
    assert!(others.iter().all(|part| part.iter().all(|word| *word == part[0])));
}

thread_local!(static HANDLE: Cell<Option<MemCx<'static>>> = const { Cell::new(None) });

/// A source that comes back to the scope which asks it finds nothing there, rather than what is about to be given out.
#[test]
fn kp05_a_source_that_allocates_in_its_own_scope_is_refused() {
    fn log(_: Event) {
        if let Some(cx) = HANDLE.take() {
            assert_eq!(cx.try_alloc(1).unwrap_err().cause(), Cause::OutOfMemory);
            scope!(inner in cx);
            assert_eq!(*inner.alloc(1), 1);
        }
    }
    let source = Logging::new(Heap, log as fn(Event));
    let owner: &'static mut KeptOn<Root<'static, 'static>, _> =
        Box::leak(Box::new(KeptOn::new(source, |_| Root(PhantomData))));
    let cx = owner.with_mut(|_, cx| cx);
    let before = cx.alloc(0_u64);
    HANDLE.set(Some(cx));
    let large = cx.alloc([1_u8; 100_000]);
    let after = cx.alloc(2_u64);
    assert!(HANDLE.take().is_none());
    assert_eq!((*before, large[99_999], *after), (0, 1, 2));
}
