//! Maps and sets of a scope.
#![cfg(feature = "hashbrown")]

mod counted;

use std::rc::Rc;

use counted::{Ledger, panic_at_each};
use memscope::{Cause, MemMap, MemSet, scope, with_scope};

#[test]
fn cx09_map_and_set() {
    scope!(cx);
    let mut counts: MemMap<'_, &str, u32> = cx.map();
    for word in "to be or not to be".split(' ') {
        *counts.entry(cx.alloc_str(word)).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.iter().map(|(word, n)| (*word, *n)).collect();
    sorted.sort_unstable();
    assert_eq!(sorted, [("be", 2), ("not", 1), ("or", 1), ("to", 2)]);
    let mut seen: MemSet<'_, u32> = cx.set();
    seen.extend([1, 2, 1]);
    assert_eq!((seen.len(), seen.contains(&2), seen.contains(&3)), (2, true, false));
    assert!(cx.map_with_capacity::<u8, u8>(100).capacity() >= 100);
    assert!(cx.set_with_capacity::<u8>(100).capacity() >= 100);
}

#[test]
fn cx09_many_entries() {
    scope!(cx);
    let mut map = cx.map();
    for n in 0..10_000_u32 {
        map.insert(n, n * 2);
        if n % 3 == 0 {
            map.remove(&(n / 2));
        }
        cx.alloc(n);
    }
    assert!((0..10_000).all(|n| map.get(&n).is_none_or(|twice| *twice == n * 2)));
    assert!(map.len() > 6000);
}

#[test]
fn pg08_growth_in_an_inner_scope_is_of_the_outer() {
    scope!(outer);
    let mut groups = outer.map::<&str, u64>();
    for n in 0..1000_u64 {
        scope!(row in outer);
        let key = row.alloc_fmt(format_args!("group {}", n % 100));
        match groups.get_mut(&*key) {
            Some(sum) => *sum += n,
            None => assert!(groups.insert(outer.alloc_str(key), n).is_none()),
        }
    }
    assert_eq!((groups.len(), groups["group 7"]), (100, (0..10).map(|i| 7 + 100 * i).sum()));
}

#[test]
fn cx09_entries_are_dropped_with_the_map() {
    let counter = Rc::new(());
    {
        scope!(cx);
        let mut map = cx.map();
        map.extend((0..100).map(|n| (n, counter.clone())));
        map.retain(|n, _| n % 2 == 0);
        assert_eq!(Rc::strong_count(&counter), 51);
        std::mem::forget(cx.set_with_capacity::<u8>(1000)); // nothing to drop: it goes with the scope
    }
    assert_eq!(Rc::strong_count(&counter), 1);
}

#[test]
fn cx07_a_failed_try_leaves_the_contents() {
    scope!(cx, name = "small", limit = 4096);
    let mut map = cx.map::<u64, u64>();
    while map.try_reserve(1).is_ok() {
        map.insert(map.len() as u64, 1);
    }
    assert!(map.len() > 20 && (0..map.len() as u64).all(|n| map[&n] == 1));
    let error = cx.try_map_with_capacity::<u64, u64>(1000).unwrap_err();
    assert_eq!((error.scope(), error.cause()), ("small", Cause::Limit));
    assert_eq!(cx.try_set_with_capacity::<u64>(1000).unwrap_err().cause(), Cause::Limit);
    assert_eq!(cx.try_set_with_capacity::<u64>(usize::MAX).unwrap_err().cause(), Cause::CapacityOverflow, "cx12");
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    let filled = |ledger: &Ledger| {
        ledger.calm_drops();
        with_scope(|cx| {
            let mut set = cx.set();
            set.extend(ledger.values(20));
            set.extend(ledger.values(3));
            set.retain(|value| value.id % 2 == 0);
            let copy = set.clone();
            drop(set);
            drop(copy);
        });
    };
    panic_at_each(filled);
}
