//! What may follow `with`: everything that belongs to a scope, owners, and several of them.

mod common;

use std::alloc::Layout;
use std::cell::Cell;
use std::collections::HashSet;
use std::ptr::NonNull;

use common::{Blocks, Log, balanced, measure, panic_text, with_chunks};
use memscope::{
    AllocError, Branded, InScope, Keeper, Kept, KeptRc, MemCx, MemString, MemVec, keep, keep_with, pipe, scope,
    try_keep_with,
};

/// A user's type that belongs to a scope.
#[derive(InScope)]
struct Parser<'mcx> {
    errors: MemVec<'mcx, &'mcx str>,
    depth: usize,
}

/// Two handles: which of them it names, it decides each time.
struct Either<'mcx>(MemCx<'mcx>, MemCx<'mcx>, Cell<usize>);

impl<'mcx> InScope<'mcx> for Either<'mcx> {
    fn cx(&self) -> MemCx<'mcx> {
        self.2.set(self.2.get() + 1);
        match self.2.get() {
            5 => panic!("no handle today"),
            n if n % 2 == 0 => self.0,
            _ => self.1,
        }
    }
}

fn address<T>(value: &T) -> usize {
    (&raw const *value).addr()
}

#[test]
fn kp03_everything_that_belongs_to_a_scope_keeps() {
    balanced(|| {
        scope!(cx);
        let (list, text): (MemVec<'_, u8>, MemString<'_>) = (cx.vec(), cx.string());
        let mut parser = Parser { errors: cx.vec(), depth: 1 };
        let mut other = Parser { errors: cx.vec(), depth: 2 };
        let (by_reference, by_exclusive, dynamic): (&&MemVec<'_, u8>, _, &dyn InScope<'_>) =
            (&&list, &mut other, &parser);
        let owner: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
        let shared: KeptRc<&'static str> = Kept::<&'static str>::new(|cx| &*cx.alloc_str("shared")).into_rc();
        let kept: [&mut u64; 9] = [
            keep_with(&cx, 0),
            keep_with(&list, 1),
            keep_with(&text, 2),
            keep_with(&parser, 3),
            keep_with(dynamic, 4),
            keep_with(by_reference, 5),
            keep_with(&by_exclusive, 6),
            keep_with(&owner, 7),
            keep_with(&shared, 8),
        ];
        for (i, value) in kept.iter().enumerate() {
            assert_eq!(**value, i as u64);
        }
        assert_eq!(kept.iter().map(|value| address(*value)).collect::<HashSet<_>>().len(), 9);
        parser.errors.push("late");
        assert_eq!((parser.depth, parser.cx().name()), (1, "cx"));
    });
}

#[test]
fn kp03_pools_and_owners_with_a_brand_keep() {
    let log = Log::default();
    balanced(|| {
        let mut owner: Branded<&'static u32> = Branded::new(|own| &*own.cx.alloc(1));
        {
            scope!(cx);
            let pool = cx.pool::<u8>();
            let by_pool: &mut u32 = keep_with(&pool, 1);
            // What is kept may be of the brand, inside of a closure that sees it.
            let by_owner: &mut u32 = keep_with(&owner, owner.with(|root| **keep_with(&owner, *root)));
            keep!(log.loud(1), with = owner, adopt);
            assert_eq!((*by_pool, *by_owner), (1, 1));
        }
        owner.with_mut(|root, cx| *root = cx.alloc(**root + 1));
        assert_eq!((owner.with(|root| **root), log.take()), (2, vec![]));
    });
    assert_eq!(log.take(), [1]);
}

#[cfg(feature = "serde")]
#[test]
fn kp03_where_data_is_read_to_keeps() {
    scope!(cx);
    let dest = memscope::de::Dest::new(cx);
    let kept: &mut u32 = keep_with(&dest, 7);
    assert_eq!(*kept, 7);
}

#[cfg(feature = "hashbrown")]
#[test]
fn kp03_maps_and_sets_keep() {
    scope!(cx);
    let (map, set) = (memscope::MemMap::<u8, u8>::new_in(cx), memscope::MemSet::<u8>::new_in(cx));
    assert_eq!((*keep_with(&map, 1), *keep_with(&set, 2)), (1, 2));
}

#[test]
fn kp03_the_value_lives_where_the_keeper_does_not_where_it_was_made() {
    scope!(outer);
    let mut list = outer.vec::<&mut (usize, &str)>();
    for i in 0..100 {
        scope!(inner in outer);
        let draft = inner.alloc_slice_default::<u8>(i * 10);
        let entry = keep_with(&list, (draft.len(), "kept"));
        list.push(entry);
    }
    for (i, entry) in list.iter().enumerate() {
        assert_eq!(**entry, (i * 10, "kept"));
    }
}

#[test]
fn kp03_a_keeper_may_be_used_up_to_make_the_value() {
    scope!(cx);
    let mut list = cx.vec();
    list.push(1_u8);
    // The place is found first; the value is made of the keeper itself.
    let taken: &mut u8 = keep!(list.pop().unwrap_or(0), with = list);
    assert_eq!((*taken, list.len()), (1, 0));
}

/// `cx` is safe code: it may name any scope of its lifetime, of which there is one, or panic.
#[test]
fn kp03_a_keeper_that_panics_keeps_nothing() {
    balanced(|| {
        let log = Log::default();
        {
            scope!(cx);
            let either = Either(cx, cx, Cell::new(0));
            let values: Vec<&mut usize> = (0..4).map(|i| keep_with(&either, i)).collect();
            let text = panic_text(|| keep_with(&either, 5).to_owned());
            assert_eq!((&*text, values.len()), ("no handle today", 4));
            either.2.set(4);
            let loud = log.loud(1);
            panic_text(|| keep!(loud, with = either, adopt).id);
            assert_eq!(log.take(), [1]);
            keep!(log.loud(2), with = either, adopt);
            assert_eq!(log.take(), []);
        }
        assert_eq!(log.take(), [2]);
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn kp06_of_several_scopes_the_outermost_keeps_and_nothing_is_counted() {
    balanced(|| {
        scope!(outer);
        let mut kept: Option<&mut [u64; 4]> = None;
        let before = outer.alloc(0_u8) as *const u8;
        {
            scope!(middle in outer);
            scope!(inner in middle);
            let (list, text) = (middle.vec::<u8>(), inner.string());
            keep_with(&outer, 0); // moves on, since its window is lent
            let (pair, used) = measure(|| keep_with((&outer, &list), [1; 4]));
            assert_eq!(used.requests, 0);
            let triple: &mut [u64; 4] = keep_with((&outer, &middle, &text), [2; 4]);
            assert!(!std::ptr::eq(pair, triple));
            // Nested: a pair is a keeper as well.
            let nested: &mut [u64; 4] = keep_with((&outer, (&list, &text)), [3; 4]);
            assert_eq!((pair[0], triple[0], nested[0]), (1, 2, 3));
            kept = kept.or(Some(nested));
        }
        outer.alloc_slice_fill_with(100, |_| 9_u64);
        assert_eq!(kept.map(|kept| *kept), Some([3; 4]));
        assert!(!before.is_null());
    });
}

/// The macros take any number, though a tuple of keepers has two or three.
#[test]
fn kp06_the_first_of_many_keeps() {
    balanced(|| {
        scope!(outer, limit = 16 * 1024);
        let full = panic_text(|| {
            for n in 0..100 {
                scope!(inner in outer);
                let (list, text) = (inner.vec::<u8>(), inner.string());
                let kept: &[u64; 64] = keep!([n; 64], with = (outer, inner, list, text, inner));
                let gone: &u64 = pipe!(kept[63] | keep _ with (inner, list, text, inner) | &_);
                assert_eq!(*gone, n);
            }
        });
        assert!(full.contains("`outer`"), "{full}");
    });
}

#[test]
fn kp06_an_owner_may_keep_for_a_scope_that_ends_first() {
    balanced(|| {
        let owner: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
        let kept = {
            scope!(cx);
            let kept: &mut u32 = keep_with((&owner, &cx), 5);
            kept
        };
        *kept += 1;
        assert_eq!(*kept, 6);
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn kp08_memory_of_one_life_of_another() {
    balanced(|| {
        scope!(outer);
        let (_, used) = measure(|| {
            scope!(inner in outer);
            let list = inner.vec::<u8>();
            for i in 0..10 {
                let kept: &mut [u64; 64] = keep!([i; 64], with = list, using = outer);
                assert_eq!(kept[63], i);
            }
        });
        assert!(used.chunks <= 3);
    });
}

#[test]
fn kp02_kept_values_overlap_nothing() {
    #[allow(dead_code)]
    #[repr(align(64))]
    struct Line([u8; 64]);
    fn note<T>(blocks: &mut Blocks, value: &mut T) {
        blocks.add(NonNull::from(value).cast(), Layout::new::<T>());
    }
    fn all<'k>(keeper: impl Keeper<'k> + Copy, blocks: &mut Blocks) {
        for i in 0..300_u64 {
            note(blocks, keep_with(keeper, i as u8));
            note(blocks, keep_with(keeper, [i; 3]));
            note(blocks, keep_with(keeper, Line([i as u8; 64])));
            note(blocks, keep_with(keeper, [i as u16; 5]));
            keep_with(keeper, ());
        }
    }
    balanced(|| {
        let owner: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
        scope!(cx);
        let mut blocks = Blocks::default();
        all(&cx, &mut blocks);
        all(&owner, &mut blocks);
        all((&owner, &cx), &mut blocks);
        blocks.check();
    });
}

#[test]
fn kp02_memory_that_cannot_be_had_is_an_error_or_a_panic_with_its_text() {
    balanced(|| {
        scope!(cx);
        let list = cx.vec::<u8>();
        let error: AllocError = with_chunks(0, || {
            loop {
                if let Err(error) = try_keep_with((&cx, &list), [0_u64; 100]) {
                    break error;
                }
            }
        });
        let text = with_chunks(0, || panic_text(|| keep_with(&list, [0_u64; 100]).len()));
        assert_eq!(text, error.to_string());
        assert!(text.contains("`cx`"), "{text}");
    });
}
