//! Ordered maps: another crate's tree in a scope, and a sorted vector.
#![cfg(feature = "allocator-api2")]

use blart::TreeMap;
use memscope::{MemVec, scope};

#[test]
fn cx09_a_radix_tree_of_another_crate() {
    scope!(cx);
    let mut tree = TreeMap::<[u8; 4], &str, 16, _>::new_in(cx);
    for n in (0..1000_u32).rev() {
        tree.insert(n.to_be_bytes(), &*cx.alloc_fmt(format_args!("{n}")));
    }
    let some: Vec<&str> = tree.range(7_u32.to_be_bytes()..10_u32.to_be_bytes()).map(|(_, text)| *text).collect();
    assert_eq!((some, tree.len()), (vec!["7", "8", "9"], 1000));
}

#[test]
fn cx09_a_sorted_vector() {
    scope!(cx);
    let mut map: MemVec<'_, (&str, u32)> = cx.vec();
    for word in "to be or not to be".split(' ') {
        match map.binary_search_by_key(&word, |entry| entry.0) {
            Ok(i) => map[i].1 += 1,
            Err(i) => map.insert(i, (word, 1)),
        }
    }
    assert_eq!(map, [("be", 2), ("not", 1), ("or", 1), ("to", 2)]);
    let from = map.partition_point(|entry| entry.0 < "c");
    assert_eq!(map[from..].iter().map(|entry| entry.1).sum::<u32>(), 4);
}
