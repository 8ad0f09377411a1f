//! Containers of other crates that take an allocator, in a scope on every source.

use allocator_api2::{boxed, vec};
use blart::TreeMap;
use memscope::{scope, with_scope_on};

use crate::each::each;

#[test]
fn cx02_a_vector_on_every_source() {
    each(|name, source| {
        with_scope_on(source, |cx| {
            let mut lists = vec::Vec::new_in(cx);
            for n in 0..50_usize {
                let mut list = vec::Vec::with_capacity_in(1, cx);
                scope!(inner in cx);
                let mut scratch = vec::Vec::new_in(inner);
                scratch.extend(0..n);
                list.extend_from_slice(&scratch);
                list.truncate(n / 2);
                list.shrink_to_fit();
                lists.push(boxed::Box::new_in(list, cx));
            }
            lists.swap_remove(10);
            assert!(lists.iter().all(|list| list.iter().copied().eq(0..list.len())), "{name}");
        });
    });
}

#[test]
fn cx02_hashbrown_on_every_source() {
    each(|name, source| {
        with_scope_on(source, |cx| {
            let mut map = hashbrown::HashMap::new_in(cx);
            for n in 0..1000_u32 {
                map.insert(n, boxed::Box::new_in([n; 3], cx));
                if n % 3 == 0 {
                    map.remove(&(n / 2));
                }
            }
            map.shrink_to_fit();
            assert!(map.iter().all(|(key, value)| **value == [*key; 3]), "{name}");
        });
    });
}

#[test]
fn cx02_a_radix_tree_on_every_source() {
    each(|name, source| {
        with_scope_on(source, |cx| {
            let mut tree: TreeMap<[u8; 4], u32, 16, _> = TreeMap::new_in(cx);
            for n in 0..1000_u32 {
                tree.try_insert(n.wrapping_mul(2_654_435_761).to_be_bytes(), n).unwrap();
                if n % 3 == 0 {
                    tree.remove(&(n / 2).wrapping_mul(2_654_435_761).to_be_bytes());
                }
            }
            assert!(tree.iter().all(|(key, n)| *key == n.wrapping_mul(2_654_435_761).to_be_bytes()), "{name}");
            assert!(tree.keys().is_sorted(), "{name}");
        });
    });
}
