//! The profile by place. All tests share one profile, so each looks at places of its own.
#![cfg(feature = "profile")]

mod common;

use std::thread;

use common::{poll, turn};
use memscope::profile::{self, Counts, Place};
use memscope::{Kept, MemCx, scope, scoped};

/// The place of a name, summed up.
fn counts(name: &str) -> Counts {
    let place = profile::snapshot().by_place().into_iter().find(|place| place.name == name);
    place.unwrap_or_else(|| panic!("no place `{name}`")).counts
}

fn folded(prefix: &str) -> Vec<String> {
    let folded = profile::snapshot().folded().to_string();
    folded.lines().filter(|line| line.starts_with(prefix)).map(str::to_owned).collect()
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx05_each_place_counts_for_itself() {
    for i in 1..=10_usize {
        scope!(cx, name = "nx05 rows");
        cx.alloc_slice_default::<u64>(i);
        scope!(inner in cx, name = "nx05 cells");
        inner.alloc(0_u64);
        inner.alloc(1_u64);
    }
    let rows = counts("nx05 rows");
    assert_eq!((rows.entries, rows.open, rows.bytes, rows.peak), (10, 0, 8 * 55, 80));
    assert_eq!(rows.chunks, 10);
    let cells = counts("nx05 cells");
    assert_eq!((cells.entries, cells.bytes, cells.peak, cells.chunks, cells.unused), (10, 160, 16, 0, 0));
}

#[test]
fn nx05_bytes_count_what_was_freed_and_peak_does_not_add_up() {
    {
        scope!(cx, name = "nx05 frees");
        for _ in 0..100 {
            let boxed = cx.boxed([0_u64; 10]);
            cx.free(boxed);
        }
    }
    let Counts { bytes, peak, .. } = counts("nx05 frees");
    assert_eq!((bytes, peak), (8000, 80));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx05_unused_is_what_was_reserved_and_not_used() {
    let reserved = {
        scope!(cx, name = "nx05 wasteful");
        cx.alloc_slice_default::<u8>(40_000);
        cx.alloc([0_u64; 300]);
        cx.stats().reserved as u64
    };
    let Counts { bytes, unused, chunks, .. } = counts("nx05 wasteful");
    assert_eq!((bytes, bytes + unused), (42_400, reserved));
    assert!(chunks >= 2);

    // Of a borrowed window nothing is wasted; of the scope's own chunk, what it did not use.
    memscope::trim();
    scope!(outer);
    outer.alloc(1_u64);
    let reserved = {
        scope!(cx in outer, name = "nx05 borrows");
        cx.alloc([0_u64; 10]);
        cx.alloc_slice_default::<u64>(1_000);
        cx.stats().reserved as u64
    };
    let Counts { bytes, unused, .. } = counts("nx05 borrows");
    assert_eq!((bytes, unused), (8080, reserved - 8000));
}

#[test]
fn nx05_what_is_committed_is_counted_where_it_was_made() {
    {
        scope!(cx, name = "nx05 commits");
        cx.alloc(1_u64);
        cx.transaction::<&'static [u64], ()>(|tx, _| Ok(&*tx.alloc_slice_default::<u64>(1000))).unwrap();
        assert_eq!(cx.stats().used, 8008);
    }
    assert_eq!(counts("nx05 commits").bytes, 8);
    let stacks = folded("nx05 commits");
    assert_eq!(stacks.len(), 2);
    assert!(stacks[1].contains(";transaction (") && stacks[1].ends_with(") 8000"), "{stacks:?}");
}

#[test]
fn nx05_stacks() {
    fn leaf(cx: MemCx<'_>) {
        scope!(leaf in cx, name = "nx05 leaf");
        leaf.alloc(1_u64);
    }
    #[scoped(tmp in cx, name = "nx05 recursive")]
    fn recursive(cx: MemCx<'_>, left: u32) {
        tmp.alloc(1_u64);
        if left == 0 {
            leaf(tmp);
        } else {
            recursive(tmp, left - 1);
        }
    }
    scope!(root, name = "nx05 root");
    leaf(root);
    recursive(root, 50);
    let stacks: Vec<String> = folded("nx05 root").iter().map(|line| names_of(line)).collect();
    // A recursion is one frame; a place inside two others is in two stacks.
    assert_eq!(stacks.len(), 3, "{stacks:?}");
    for stack in ["nx05 root;nx05 leaf 8", "nx05 root;nx05 recursive 408", "nx05 root;nx05 recursive;nx05 leaf 8"] {
        assert!(stacks.iter().any(|line| line == stack), "no {stack} in {stacks:?}");
    }
    let leaf = counts("nx05 leaf");
    assert_eq!((leaf.entries, leaf.bytes, counts("nx05 root").open), (2, 16, 1));
}

/// A line without the places in parentheses.
fn names_of(line: &str) -> String {
    let (stack, bytes) = line.rsplit_once(' ').unwrap();
    let names: Vec<&str> = stack.split(';').map(|frame| frame.split_once(" (").unwrap().0).collect();
    format!("{} {bytes}", names.join(";"))
}

#[test]
fn nx05_threads_futures_and_owners() {
    async fn task() {
        scope!(cx, name = "nx05 task");
        let bytes = cx.alloc_slice_default::<u8>(800);
        turn().await;
        assert_eq!(bytes.len(), 800);
    }
    let threads: Vec<_> = (0..4)
        .map(|_| {
            thread::spawn(|| {
                for _ in 0..100 {
                    scope!(cx, name = "nx05 threads");
                    cx.alloc(1_u64);
                }
                let mut future = Box::pin(task());
                assert!(!poll(&mut future));
                future
            })
        })
        .collect();
    let futures: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let Counts { entries, bytes, .. } = counts("nx05 threads");
    assert_eq!((entries, bytes), (400, 3200));
    assert_eq!((counts("nx05 task").open, counts("nx05 task").bytes), (4, 0));
    drop(futures);
    assert_eq!((counts("nx05 task").open, counts("nx05 task").bytes), (0, 3200));

    let mut kept: Kept<&'static u64> = Kept::new(|cx| &*cx.alloc(1));
    kept.with_mut(|_, cx| {
        scope!(inner in cx, name = "nx05 in an owner");
        inner.alloc(1_u64);
    });
    drop(kept);
    assert!(folded("Kept (").iter().any(|line| names_of(line) == "Kept;nx05 in an owner 8"));
}

#[test]
fn nx05_a_table() {
    {
        scope!(cx, name = "nx05 tabled");
        cx.alloc([0_u64; 5]);
    }
    let table = profile::snapshot().to_string();
    let heading: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(heading, ["entries", "open", "bytes", "peak", "chunks", "unused", "scope"]);
    let line = table.lines().find(|line| line.contains("nx05 tabled (")).unwrap();
    let columns: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(columns[..4], ["1", "0", "40", "40"]);
}

#[test]
fn nx05_a_flame_graph() {
    {
        scope!(cx, name = "nx05 <drawn>");
        cx.alloc([0_u64; 10_000]);
        scope!(inner in cx, name = "nx05 & inside");
        inner.alloc([0_u64; 10_000]);
    }
    let mut profile = profile::snapshot();
    // A picture of what this test did, whatever the others do meanwhile.
    let at = profile.places.iter().position(|place| place.name == "nx05 <drawn>").unwrap();
    profile.places = profile.places[at..at + 2].to_vec();
    let svg = profile.svg("a <title>").to_string();
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.ends_with("</svg>\n"));
    assert!(svg.contains(">a &lt;title&gt;: 160000 bytes allocated</text>"));
    assert_eq!(svg.matches("<g>").count(), svg.matches("</g>").count());
    let boxes: Vec<&str> = svg.lines().filter(|line| line.starts_with("<rect x=")).collect();
    assert!(boxes[0].contains("x=\"0.0\"") && boxes[0].contains("width=\"1200.0\""));
    // What is inside stands on top, and is half as wide.
    assert!(boxes[1].contains("width=\"600.0\""));
    assert!(svg.contains("<title>nx05 &amp; inside (") && !svg.contains("<drawn>"));
    profile.places.clear();
    assert!(profile.svg("nothing").to_string().contains("nothing: 0 bytes allocated"));
}

#[cfg(feature = "serde")]
#[test]
fn nx05_a_profile_is_data() {
    {
        scope!(cx, name = "nx05 serialized");
        cx.alloc(1_u64);
    }
    let data = serde_json::to_value(profile::snapshot()).unwrap();
    let place = data["places"].as_array().unwrap().iter().find(|place| place["name"] == "nx05 serialized").unwrap();
    assert_eq!((&place["counts"]["bytes"], &place["depth"]), (&8.into(), &0.into()));
}

#[test]
fn nx05_places_say_where_they_are() {
    scope!(here, name = "nx05 here");
    let line = line!() - 1;
    let places: Vec<Place> = profile::snapshot().by_place();
    let place = places.iter().find(|place| place.name == here.name()).unwrap();
    assert_eq!(place.to_string(), format!("nx05 here ({}:{line})", file!()));
}
