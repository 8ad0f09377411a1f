//! Scopes in scopes: how deep, in whose memory, and with whose brand.

mod common;

use std::thread;

use common::{balanced, measure, on_a_large_stack};
use memscope::{MemCx, scope, scoped, with_scope, with_scope_in};

// With the features `checked` and `stats` each object is a chunk, of which all scopes around are told.
const DEEP: u32 = if cfg!(all(feature = "checked", feature = "stats")) { 1_000 } else { 10_000 };

fn down_in_parent(parent: MemCx<'_>, depth: u32) -> u64 {
    scope!(cx in parent);
    let mine = cx.alloc([depth; 3]);
    let text = cx.alloc_fmt(format_args!("{depth}"));
    let below = if depth < DEEP { down_in_parent(cx, depth + 1) } else { 0 };
    assert_eq!((&*mine, &*text), (&[depth; 3], &*depth.to_string()));
    below + u64::from(mine[2])
}

fn down_alone(depth: u32) -> u64 {
    scope!(cx);
    let mine = cx.alloc([depth; 3]);
    let below = if depth < DEEP { down_alone(depth + 1) } else { 0 };
    assert_eq!(mine, &[depth; 3]);
    below + u64::from(mine[2])
}

#[scoped(tmp in cx)]
fn down_by_attribute(cx: MemCx<'_>, depth: u32) -> u64 {
    let mine = tmp.alloc(depth);
    let kept = cx.alloc(depth);
    let below = if depth < DEEP { down_by_attribute(tmp, depth + 1) } else { 0 };
    assert_eq!(mine, kept);
    below + u64::from(*mine)
}

const SUM: u64 = (DEEP as u64) * (DEEP as u64 + 1) / 2;

#[test]
fn cx03_ten_thousand_deep_in_the_parent() {
    on_a_large_stack(|| {
        balanced(|| {
            scope!(cx);
            assert_eq!(down_in_parent(cx, 1), SUM);
            assert_eq!(down_in_parent(cx, 1), SUM);
        });
    });
}

#[test]
fn cx03_ten_thousand_deep_without_a_parent() {
    on_a_large_stack(|| balanced(|| assert_eq!(down_alone(1), SUM)));
}

#[test]
fn cx03_ten_thousand_deep_while_each_parent_allocates() {
    on_a_large_stack(|| {
        balanced(|| {
            scope!(cx);
            assert_eq!(down_by_attribute(cx, 1), SUM);
        });
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn al03_a_childs_memory_comes_from_its_parent() {
    balanced(|| {
        scope!(cx);
        let first = (&raw const *cx.alloc(0_u64)).addr();
        let (_, used) = measure(|| {
            for _ in 0..1000 {
                scope!(tmp in cx);
                let at = (&raw const *tmp.alloc(0_u64)).addr();
                assert_eq!(at, first - 8, "each goes on where the parent is");
                {
                    scope!(deeper in tmp);
                    assert_eq!((&raw const *deeper.alloc(0_u64)).addr(), first - 16);
                }
            }
        });
        assert_eq!(used.requests, 0);
        assert_eq!((&raw const *cx.alloc(0_u64)).addr(), first - 8, "and it all came back");
    });
}

#[test]
fn al03_a_child_that_needs_more_takes_chunks_of_its_own() {
    balanced(|| {
        scope!(cx);
        let kept = cx.alloc([1_u8; 100]);
        for _ in 0..3 {
            scope!(tmp in cx);
            for n in 0..5000_u32 {
                assert_eq!(*tmp.alloc(n), n);
            }
        }
        assert_eq!(kept, &[1; 100]);
        assert_eq!(*cx.alloc(5), 5);
    });
}

#[test]
fn pg02_handles_of_many_scopes_work_side_by_side() {
    balanced(|| {
        scope!(a);
        scope!(b);
        scope!(c in a);
        for n in 0..3000_u64 {
            // Each value refers to one of every other scope.
            let x = a.alloc(n);
            let y = b.alloc((&*x, n + 1));
            let z = c.alloc((&*y, n + 2));
            assert_eq!((*z.0.0, z.0.1, z.1), (n, n + 1, n + 2));
        }
    });
}

#[test]
fn pg02_each_round_of_a_loop_is_a_scope_of_its_own() {
    scope!(cx);
    let mut kept = Vec::new();
    for n in 0..100 {
        scope!(row in cx);
        let text = row.alloc_fmt(format_args!("row {n}"));
        kept.push(&*cx.alloc_str(text));
    }
    assert!(kept.iter().enumerate().all(|(n, text)| *text == format!("row {n}")));
}

#[test]
fn pg01_what_borrows_a_later_local_lives_shorter_than_the_scope() {
    scope!(cx);
    let long: &str = cx.alloc_str("long");
    {
        let local = String::from("short");
        let pair = cx.alloc((long, local.as_str()));
        assert_eq!(*pair, ("long", "short"));
    }
    assert_eq!(long, "long");
}

#[test]
fn pg01_data_may_go_where_its_type_allows() {
    scope!(cx);
    let numbers = cx.alloc_slice_fill_with(1000, |i| i);
    let (left, right) = numbers.split_at_mut(500);
    let sum = thread::scope(|s| {
        let handle = s.spawn(|| left.iter().sum::<usize>());
        right.iter().sum::<usize>() + handle.join().unwrap()
    });
    assert_eq!(sum, 499_500);
}

#[test]
fn pg01_the_closure_form_confines_likewise() {
    let total = with_scope(|cx| {
        let kept = with_scope_in(cx, |tmp| {
            let draft = tmp.alloc_slice_copy(&[1, 2, 3]);
            &*cx.alloc_slice_fill_with(3, |i| draft[i] * 10)
        });
        kept.iter().sum::<i32>()
    });
    assert_eq!(total, 60);
}
